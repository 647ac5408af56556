# syntax=docker/dockerfile:1
FROM node:24-slim AS dependencies
WORKDIR /patchbay
COPY package.json package-lock.json .npmrc ./
# The image has Node already; the copies for machines without one are left out.
RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/node-linux-* node_modules/node-win-*

FROM node:24-slim AS pages
WORKDIR /patchbay
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.web.json vite.config.ts ./
COPY tools tools
COPY src src
RUN node tools/build.ts

FROM node:24-slim
ENV NODE_ENV=production PATCHBAY_HOST=0.0.0.0 PATCHBAY_DATA_DIR=/data MALLOC_ARENA_MAX=2
WORKDIR /patchbay
COPY --from=dependencies /patchbay/node_modules node_modules
COPY package.json LICENSE THIRD-PARTY-NOTICES.txt ./
COPY tools/run.mjs tools/run.mjs
COPY docs docs
COPY src src
COPY --from=pages /patchbay/dist dist
RUN mkdir /data && chown node:node /data
# A user with a name: the embedded PostgreSQL asks for it.
USER node
VOLUME /data
EXPOSE 8080 50000-50015/udp
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "tools/run.mjs", "src/main.ts"]
