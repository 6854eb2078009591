{
 "accounts": [
  {
   "argon2id": {
    "lanes": 4,
    "memory_kib": 64,
    "passes": 1,
    "salt": "ofsT8bjChurOgAX7yppTxg=="
   },
   "data_key": "pxRk87+TKf7o/cU4ihv+ANUlivV/GOKw1V7Lcqv17WcclZsfBG1KsWlKkj+VudIGkGiK2ljdN0t6AfOe2QO/U0iVjqb+jPvKbM1mgncKWyXfBR7NfgBQ9ULI2+yavJflGKErhlzeF+pFTOyz",
   "id": "an",
   "name": "Nguyễn Văn An",
   "private": "DNV89p3x5FdsTkwqBXA1EdW/qc89juZgXdRb3gFmByIda+n1wVxAadoZZYbOVtcXue6UjHDa18VQHIpXEHSoFFVLlOfLvQ6jzqI0JzA0A78f+rbsoWbi+OiQFFw=",
   "public": "2cIAcnNLcsVGyQACuaH9JfHcOhMJCwpVElNk9Q5Y+xw=",
   "role": "admin",
   "verify": "0J+w0djTPzJyTothEtu659mlsrTs7GOYgwmPYxmO+Jk="
  }
 ],
 "check": {
  "mac": "fb8cbd340c2a79120f59ef5fb7a0f6371d530da5f157ce8226818b5892b8e5fc",
  "sha256": "63a12dda69d16cef272b1cb06297988bdda7ccc9302f5d3818445885e79d3b7f"
 },
 "device": {
  "fingerprint": "C27B-C8SR-DU5B-7ANV-ZAGV-DUKR-KTC3-BABL",
  "former": [],
  "key_id": "40A10B3BD51439E0",
  "private": "QI5Mp8HqOYPARVSpfylg9dpPo+FrXNnpG9064IGtgIAfVgRrf5j47O0xWcqdMhjTHVDg53mkgraruwij3Elvo/HR2t1zcBc/bsys94kx2wIY7gCuJ5Q8kbTFnskipncsaOiffy5dxoVnPf/0umrH9bmwEWMX8RS7EnYE7dqUi0fq4omkPyg1nmiQNAz01yaKSKUvbdYAQEXKhKByf/6JnRvqu+/4DKxVa6hqkrUm4YAF2/HnY87Ycp88SPhdwnkpSkfUar/O8mj2QBmIzJLu4E5TYYzjdYoC3Em49JnKSPO35tMUBHN8ELG1MiwJgeT/fyVEjwsmIMc=",
  "recipient": "age1zqvk7qg3v3p24hk34gljl6v3wmp0p7leru5lzyn8vtuf9pt5sszsz0stcm",
  "sign": "Y/DiGGcTGyN8np4ta1v65TJODhxRYNCiRrubLsvyxyU="
 },
 "format": "sachmatuy-keys/1",
 "generation": 1,
 "office": {
  "name": "xã Ia Dom, huyện Ia H'Drai, tỉnh Kon Tum",
  "training": 0
 },
 "recovery": {
  "data_key": "aGKq71sBrTQO/VNzm4GpwnMCUV2mwnIQr9zZ9v9k2glwUswsBRHTIzsKhO2vceJaKt+hWpOpKfhd62eg1VOHkrt3pk7bm+5T9bWbEpwQRn8WzWVIHLmbYRAjROasV3dB2OHEFXnPtok3tgKH",
  "public": "iMLFnLgW3Jg0epSVZfkn3yMyrvn1TLx0C4RBZma5TAM="
 }
}
