// Whether the server of this container can serve, as its exit status. A process without the API answers on HEALTH_PORT.
const { HEALTH_PORT, PORT } = process.env
const isReady = await fetch(`http://127.0.0.1:${HEALTH_PORT || PORT || 4000}/readyz`).then(({ ok }) => ok, () => false)
process.exitCode = isReady ? 0 : 1
