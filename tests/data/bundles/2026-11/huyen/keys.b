{
 "accounts": [
  {
   "argon2id": {
    "lanes": 4,
    "memory_kib": 64,
    "passes": 1,
    "salt": "M1cQwmHFXSlGfPOIhXovEA=="
   },
   "data_key": "ArDdaz0lnN4nM5rjSpaxtf8bqFsymT/zzn1j+4GNsU2VvqWmAmHLzXasy6TWMgsV3HGPfNJ4ilUsulVGd+anMIHAfqKJAs2v+55I0obI33igqR0r7v0en9XC7YFJW7i1+9muNEz8ghrXdMUK",
   "id": "an",
   "name": "Nguyễn Văn An",
   "private": "LBDbKTJPWE5Rq6+KsUo62ve8wmsjksr+A7g8IwGpg7a4x7KKBPNnw7G9vnsPRh3PyQxpf2YqnR9lBvX8ufVZqUqUYiSEEaxu+UiP2p+Rz71fkmM5ZhaG7zkpQHA=",
   "public": "g5MkLEswHLAMD1LGIaqWR7EnAKzlvaXK8VV6ESpd3AY=",
   "role": "admin",
   "verify": "Z11KI4FSAJ8zSmIdVBtL5iBaPJtKBQpQ8Ds02MSDj+8="
  }
 ],
 "check": {
  "mac": "7df69cabf9e2e43fb3a28f089c9cd944672171042dc1b7ff9ecf505a79ea7a3c",
  "sha256": "e2e92f529cff625e54fd81d370c8124c870577e9663c3cfef9286294fd35f137"
 },
 "device": {
  "fingerprint": "7C7D-WTVA-LCZV-LHG7-LBSZ-TZYE-C53J-GZV7",
  "former": [],
  "key_id": "B7DA88715B0E4301",
  "private": "cthpBWB+6junfm6l3kiM7vqmq7zsmRx7iB5dqK2KL5wt+DOe9MTftaSI7t5TbvAdR254PudAuRTr3bU8eZIpcyozW6SAxwcwFEu6H4jKSvRoPCeQWIfifVBTlFGLzG1qKaQ8jrCRkIZXdw9QjReT9tux6OJtg3JSa4ldHnskYIYHMh91uL+SXQYLBdiD7DRwiLrGQyH9sNSVtHpaWL9eLgEPb0j5J9ZEeHEH0l0wGR8N5rqPog2csG285IV5rQLwA1hlNprneGWVvSVBYMObZO0m6MzwysYtCQqiiKaIfq/12tADutUWlZo45Mj3j3efHObBa9KyGHk=",
  "recipient": "age10d282503wn6up55mpz6wzx6jg9ufv2npsf0sn9j70j7vu3uery7sxcge40",
  "sign": "F9OiJCY2LvgAUCQwY+kxaMfs9entpmAErDkuOm6wBoA="
 },
 "format": "sachmatuy-keys/1",
 "generation": 1,
 "office": {
  "name": "huyện Ia H'Drai, tỉnh Kon Tum",
  "training": 0
 },
 "recovery": {
  "data_key": "vjC5CHdbQEDMKpeqkhUEvf9WkgPPSiQEAUjNWW7vYFyUmOygfBhunAAceJkxl84y+YTSPfwTMzMElVdKyf0+X3LT5iYmLCxeRVkhOniU04mnNS+4rjI3VufekyN2783U6TCu/MxOnd5sZKHd",
  "public": "rktVwoxxsS74X4cDIQwtPGCKrlWFIMG36NY2HeVA1Uc="
 }
}
