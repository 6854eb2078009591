{
 "accounts": [
  {
   "argon2id": {
    "lanes": 4,
    "memory_kib": 64,
    "passes": 1,
    "salt": "OA++rFPnVe+hfT16mkv6KQ=="
   },
   "data_key": "o9ezGkK7RHn45T/YHONckqErjVq3CwBdR44od2aGnnA6EQXlqvY6ijIT1xO+v1pSQg+dFQgZgsquxm3msSr6owxj7hNWdFqtfObWj+3csrC8W1qL/UJclTX/43aEFiw/GTtOiJ7/2kueFGOu",
   "id": "an",
   "name": "Nguyễn Văn An",
   "private": "gx75xYjhLiTOm8SuisZEaajElqGrd3/xFA/zzDDEghbHC3Tu3TOfiXyGiWMK1gGtRObR4sLSHdcLEhzOxmiURYb+K7PdThNF/25C4hgRtlVmLYGoKGX2/9Kdsvw=",
   "public": "e1YcEaEIGXuJqmsBjExronlldqkhgF6zZdvzWgFyOVQ=",
   "role": "admin",
   "verify": "/5odZDUinTsb5QUP4OwOFqelC7l6qBJ25OuK8tyeOv8="
  }
 ],
 "check": {
  "mac": "790c09e897dcd10e574fe5d35f416961000c386e59c621db951f3c5a33106858",
  "sha256": "48e11d42f554ddf09d2cadad126b45fa90effde46044379b60f43b5aef8f202c"
 },
 "device": {
  "fingerprint": "X9XN-YZTT-ZZUE-RT2K-NMXM-4MMN-F57S-TTUN",
  "former": [],
  "key_id": "D092E9C4DA28C7F1",
  "private": "d3ga3wuIMJAjv+nlKq79OPhX+NLcB0j6SuQt89HaX7xCWsWcjr1eObYBPn1mVsZPXAIadHH+gIiGInBQFXq1fL96vECBvgDR97uX7b3JDUJUaqUIcgEstNO3cQUUgndPrOnq9Ok9Sd4axBH7bQ2luxFBCqAKhIv4FrSBTdX9Kc3iSOq5iNTYD1QO12R7IztpldILuz9591ZUQlH0ljnKsKrCWzTM0ujxeUVTLxl1LD8Zecn/Oyy1bHVlasyj7/caLN8a801OGokgG7wFX9hDnK6CSosmfqBdCQvqB+SD7Uf6Ku7yO98AqsIYiqJWHsypIhJTcc3+VOA=",
  "recipient": "age12xhyde923auhp9q5zjvv84fpxj7npzltq74zfd3w9rajcj6nk9zs9p5vru",
  "sign": "MrfSRsHxlrmMSfjKi8qlPGF8Qx9hP6bCkd2XSjCIgEQ="
 },
 "format": "sachmatuy-keys/1",
 "generation": 1,
 "office": {
  "name": "xã Ia Dom, huyện Ia H'Drai, tỉnh Kon Tum",
  "training": 0
 },
 "recovery": {
  "data_key": "MFW9sz/C7y/o71SSztutwcnVI20muE2inhdmtThn0gKKrF8haL9RyEROwIj7EDihvMdQ/o7+2M9LpcD+GFoXJRNgkzNZkpPqBgrKJ6acH46hJUKesqr+jgVP1D0pVl2mqxkvX2w7EtDn2/Qh",
  "public": "jZFEW5HF4fUMF/IKTof9p/+JDKWtdfz0+OV07k8OywY="
 }
}
