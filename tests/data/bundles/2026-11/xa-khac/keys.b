{
 "accounts": [
  {
   "argon2id": {
    "lanes": 4,
    "memory_kib": 64,
    "passes": 1,
    "salt": "bVm+gnE1AjsfIjq7L0i88g=="
   },
   "data_key": "LOg6i30wS3Y2DZ1bxfcIPDJ+4VyHo9XGiHv4628Py1omX4sRjm0wPbmgVBkjz7k2+KyxuZuwKKLJlHwC+J+O1V0PU0uqqa6KE018/UGU0wQSHZU6Axxdlhnr50czrUCw6cfg5m1bHxS19TN0",
   "id": "an",
   "name": "Nguyễn Văn An",
   "private": "dyte/3uYe4kz0d22WfwlNbL1W+ABch76jfYsyNClZulUP4B6s96npe172w+1SFQtnft0Mhri4m2fpHWISyzbY+uyyStfGTLkpYOHsMptaFV6G5hM95mUIHZem9M=",
   "public": "QFoEkzSdwu0kgtbV9kHshwYpP9AiXAX5mX9trqxiOic=",
   "role": "admin",
   "verify": "bHEGYOJsO8wiAU26f67R6J9oPo4FHfrYdWU9PMbKC5s="
  }
 ],
 "check": {
  "mac": "2e812098b126ba13e73223748199fef40e792041ae750c9993860d949e4d8dde",
  "sha256": "0d8f4a63125738f990b7e21c7b0f2688d1ae6578c5bc6639ad9ba9c122e69520"
 },
 "device": {
  "fingerprint": "4PWQ-SFRJ-BYYB-V4X5-ZYF4-ZG4Q-SV7D-K95F",
  "former": [],
  "key_id": "02B6F59DB7B3BAD9",
  "private": "s8prl9t355eFyXD6JS+c0uoanVcP0e2rIIrXa/spAn+yv90/plcVJ9FJRSJOCuXnHcVjbLplidInH/YKx+zWvs7V4SLOpHfbIAq1+W0+EdoBqwwVPJ+BE+iKWiPYMsNYjLK2jtT0oFkMqwGuqQ8x/SCUStl149Np9IdduQV0yQrJ5WdQZhjHQifLczjXtchzQtiVbFC28VsKCjxk0SEWwuTDzUY9PfmU1rAxauzTWgwfAbCbFoQ6R3OY9NJEIY5sh3eyr3xwFA6CKJudrNKMDOkxFUDfEkZFZGYzW3NZyRcsNe3V9MiEQOv4yV4+59xRR6GiSnOt3/M=",
  "recipient": "age1n9hxpprrr4444tsxljf5n79v2z78ctjhger2y53034jajah2vs5saawcyc",
  "sign": "mMNxqcSYb/Fj83RxgxXz9ftIyje7JA7mge0kSBymleY="
 },
 "format": "sachmatuy-keys/1",
 "generation": 1,
 "office": {
  "name": "xã Hoằng Phong, huyện Hoằng Hóa, tỉnh Thanh Hóa",
  "training": 0
 },
 "recovery": {
  "data_key": "yC0h8Cd5fRqGuBXhqWhmIK3wpGjEAldusodZWG9LeS6zSgVp5BgI+fuSV+ro40Crn+zgv/hOCwUNGTmDxwl6/Y8HpAe+Uq8rHrk8tqnOobYjGhC2goPantR4ouhdZym94o5qkvw4wTfTtl8J",
  "public": "lEJa//9alBs9Q/fQ/wqpp06ikzZDeFSx5bmT5KmJ/RY="
 }
}
