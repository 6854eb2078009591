{
 "accounts": [
  {
   "argon2id": {
    "lanes": 4,
    "memory_kib": 64,
    "passes": 1,
    "salt": "59NekJ7zJGWiiZzop4Pf6w=="
   },
   "data_key": "b7C6SE5wdmT4Q0cbLTsGZsDCgUwlE8Z60xgQjDti7hTGJXI463sxg7nJpHuna3mySIo2xFEhYCGp8zqCEGpYz9PBG/SOn7KbSDqTG8fo/5Ye8fcQLbLQvXyaqQlPML8mq/9Hk409/F4aQDo7",
   "id": "tap-huan",
   "name": "Cán bộ Tập Huấn",
   "private": "yc1b0VfPiH4vk1DmTIoxcABkjeQ5wiIiE9q1c75FCJbQriADz8crZTaVmbE/vi9WAvBiejmc0drTVeS6E3NRgGsvgUCTzfkU/GQX8U+2mY2Al/ghEzgtXGY0qX4=",
   "public": "3CEzu6mfn7ZRo1xVfSSDPBKlGgTCr0zjG0R+AfnG+EE=",
   "role": "police",
   "verify": "QU0YldQbOcVuqpYdnT/VA4HTgKn7v1bZD4knv7D6Mi4="
  }
 ],
 "check": {
  "mac": "bd487f325485082826c5951df1ad4100c8387ac8fc3e8d6d6899990fb8cf9d45",
  "sha256": "d9d58fff460caf07a94645f501e7ab20ea74825a6999511dc5088aa979a8b763"
 },
 "device": {
  "fingerprint": "JPQS-SH3M-72J5-SDCE-9LZX-54YT-ZG6K-BWV8",
  "key_id": "179D5512E6785CC8",
  "private": "GjdlNEZFOPZKvvC5/ZWpOrB3uT6zkg2uLcOcdt+g1XSPclHqWg1yR1nRk0kPUIs4E/wv0BlETbTz0ljx95jODRk9XLl1kjslWao1eR8n3cfBwAhee+5/X0qfWriw5VvxnKeKzcRaK7Nqj0tSUyEyVrcfBSOFhXj1iLgf6s/+r4BGQ9QHSoNhcmL1QeLEqRGs6hVTRxL5D8zfXFN3XujL4XA7nbOwmaCNeq1maC/vCxLerOpJ8oLn8eLfRQt0q7sYxC9mgoKeHq/q/h8K4FclKO9TWOkdw1fuxiONpWf+jMGh3Qi9OxvmtWreLw==",
  "recipient": "age1hh8d459xpu95e0zgmfh6wwed3zhm48m9hdldr3ptl9fxdqsd74yq9lerds",
  "sign": "vcq408Ofkk8Joo3Tpsddzi3h+dIyvoRJBblvBU09b10="
 },
 "format": "sachmatuy-keys/1",
 "generation": 1,
 "office": {
  "name": "Văn phòng tập huấn",
  "training": 1
 },
 "recovery": {
  "data_key": "y63GNBHwsiUAFWdDDncOTaFojeQU2pi6aEXv+fb/XnLZgoSSw9SjLf+U4zxukITpTTjerhXfqumqnK+SC+p/LuMeq3qjhFwOitexOtiLgf5PrcOsd8AGIHgit0liQBVxh9fU3FPq134UPhvK",
  "public": "W4AcKb6MpXC35sAswUEckfNvdq70WvPbTGzdMm8Ks3w="
 }
}
