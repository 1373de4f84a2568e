# Interlude for production: one image for API nodes and workers (ROLES says which). DATABASE_URL names its database.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# The generated client and the bundles are made here, so that processes only load them. Node is the image's own, not npm's.
RUN node launch.mjs --prepare src/main.ts src/cli/main.ts \
  && node launch.mjs src/server/prepare-web.ts \
  && npm prune --omit=dev --omit=peer \
  && rm -rf node_modules/node-linux-* node_modules/.bin/node \
  && npm cache clean --force

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 DEMO=0 DATA_DIR=/data
WORKDIR /app
# With their times: the bundle is known by those of its sources.
COPY --from=build --chown=node:node /app /app
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4000
# A worker without the API answers on HEALTH_PORT.
HEALTHCHECK --interval=10s --timeout=3s --retries=5 CMD node healthcheck.mjs
# Signals reach the server itself, which stops in order within ten seconds.
STOPSIGNAL SIGTERM
# 0: as many threads for compiling and collecting garbage as the machine has cores to spare, not four on every machine.
CMD ["node", "--v8-pool-size=0", "launch.mjs", "src/main.ts"]
