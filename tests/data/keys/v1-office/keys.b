{
 "accounts": [
  {
   "argon2id": {
    "lanes": 4,
    "memory_kib": 65536,
    "passes": 3,
    "salt": "2VhlYJzU1iJGfoj+ebMdIQ=="
   },
   "data_key": "UoPU8k9GkFNNJnJhQwxu+VZtFxqAczjo1iLMvpp6fAS61am0rOh3DphBqnkJJnVXPmXyEvYzytXfHRZgqTIsja93acwiP41KV3dfLXqpQHs3pVGUnCaafnh4D4WmmPRVkCVBNzIkKw+noEUM",
   "id": "tap-huan",
   "name": "Cán bộ Tập Huấn",
   "private": "GB9umpipDwnqn5WzupLU9emYm/cnxb34DDud4CK9XvUhBoy0jh0N4TepegGHeIuzHah8C07xjU87wpz5WotR2mf5aYQ+V0bqry5V+nElGMgg+19Mo9+omeFn35w=",
   "public": "iNFjxW8A+9Tz++uORVwsTQheWUkiMfJP418c1nXhSDQ=",
   "role": "police",
   "verify": "SGP6pEEL2mc7Ccwakj5Hx7/iBG1alWC7nd4gFC/9tFA="
  }
 ],
 "check": {
  "mac": "461a45a1d088bb3c1e5db54657f2064677db52041a2dfd2f564072617f7dd994",
  "sha256": "1bdefa8bfaa6a0c6f3276f1ba153426a5c7c864f9774e1c397df24940b03e0d0"
 },
 "device": {
  "fingerprint": "NSN4-UUN6-X5T8-3DQS-P7AS-XDK9-Y6DX-B9BS",
  "key_id": "A664C0DD84CBCD19",
  "private": "bIhLaFePBzyw4q1pj+1dNw2Jy697RU5CCDKSIzSMSUvllqOT2eYB8HFGgS2Qpto9+wERGeqBC2tVP2Fs71CSUaLROmhgPEM51736VeoRodkbljBfR1pLHR+LiyYJJd2g1mvDDG2BzC8nVmNhuIFympsqnQU0QJBJ4NHCm8msNeXigzZyMaM8JbC8mCOTujsuZ13EM4WLlYG1Yz+zWHPKp/+FkParEPUrPWuI/X5+WWEc+x2Y/pKWonWu/dAVWoj00oPAdHDbVyLlo0QbG+6P1tVK1qCJ7bOKog15W9NTVFDNm2E14PnOKfCFdw==",
  "recipient": "age1ju6us976glucz6ucwy05ku97c67kqjzcy09kam6z340vtwsdmsqsrcdasg",
  "sign": "iHc30SfoDxMaAW4+wLBw+U6fUYPrct8h2btkbyrQiiE="
 },
 "format": "sachmatuy-keys/1",
 "generation": 1,
 "office": {
  "name": "Văn phòng tập huấn",
  "training": 1
 },
 "recovery": {
  "data_key": "fJVV9N6sQFMFn7Xq1X70ClN4sRtcM7AbKJ8oZwT0aBMrvVqyftHICq1KU5LTwADSJJuWBaIMroZOaiAdTZ5ZWRBUyYKOOoI5awk2+NeTRRHXjCi62QNdJPRDtdbrpO/yb885PdV6NLPo3mRH",
  "public": "CjnhIqCqLP0qF9xzvng372to/+Mk7DSdTenczXKwx14="
 }
}
