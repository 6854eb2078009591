{
 "accounts": [
  {
   "argon2id": {
    "lanes": 4,
    "memory_kib": 64,
    "passes": 1,
    "salt": "VODe8ePd+d7OL//qWCi4Qg=="
   },
   "data_key": "EoYw4rnODRcJAfB4WduHTBNo0ZHHS6FPQXbjGD+swgK8ReCwT73zw1d8GNgq4Lzl7BUSODKNJld66Ria1+ha9KbtZZrIJOu+dWtov0YhOAKQZft2tNO+pBUcmGFNzs2/BIRc2tlY9UuyLVOj",
   "id": "an",
   "name": "Nguyễn Văn An",
   "private": "wEKEej3Fi+XEBcX8D6rUZHl1eHhFcmsQcp3h/lQ7FVCM1B5MeLpwSFK5uaBYagf0nnFsIblC/Ur5G5QhwtwCcpwN05yxiCfLJUF3m5iTnpq1J/0vrQeTmFwONKs=",
   "public": "W1l02KX2dPqbkEQS1TjK/Dq8yzwlDLIe5vt3K9TEZX4=",
   "role": "admin",
   "verify": "sMuQY8BWFpekSh/XftiorFTsgDQtqLFFvyaGtwV9Ofc="
  }
 ],
 "check": {
  "mac": "549ee0d9752e54d5305badad1b133afdffb7c6019b0afae36f28d2c292d0bdaa",
  "sha256": "cfc7f11768f2be0f5fdcb26d6e958bbcca2bdd3e33394a2c36c36a1225e714d8"
 },
 "device": {
  "fingerprint": "TA2Z-VAT3-C3S3-H3XR-LJEH-SH2P-CZMT-FR9E",
  "former": [],
  "key_id": "1F4361D59DA92B63",
  "private": "73HsVuBTlmY0K8mKZRkUPD1CITcgMtZMNQdpX2gm5nmr/rwzEweSbgHIlsZcg7dwuX6XZR5Ksplq96RW/irCXttH4CRxooaP1+rXBx8cjmEdKV2bvyw+9dEgoseZ4VNxNr6UZ2/xMJ+UIntJ2abaL0LkzUhxbgoLwYKRLUZNthLnKFAqv40pXq8kmfiVsWYHGEFKcYWQh88pZcSYGe1BQc6tmES+Y+x4LfXrHgGHD/aLZmZPrf8YEeuY6bSy41zhDnYu/XvYZNk1c9PILnLRO4Wt8yr9Ga4hYy+UXPgESHs/50cyhRnFSNbp3iA+1oN7EP7H3hyVbr0=",
  "recipient": "age19mqdp83ay26j5hze7fry45rn03azgq23hf49an682wz0rjnggdjsfp66jc",
  "sign": "syYsCQJP1WYLorcopFOrq6EG5AWBt13HyP/yF8TRlbQ="
 },
 "format": "sachmatuy-keys/1",
 "generation": 1,
 "office": {
  "name": "xã Ia Dom, huyện Ia H'Drai, tỉnh Kon Tum",
  "training": 0
 },
 "recovery": {
  "data_key": "4o66smVh30P47O80h4l5pRZ+SpVQlbhqfiiEHLNb/SYzMHFa4Od6dKnC9t+bBBYFgMhzK1+eiM4bzENn9ckih/yb9WK0k9KjKU92vI/0XCFDeNO82T9HagnQPGt4F4pzw4Vb1Rt5AB2Qym7y",
  "public": "a7mxS+bPkSdyR0GBQ3+QR+CM4QhjDfD4xS3ljFJgDFM="
 }
}
