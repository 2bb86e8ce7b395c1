# tenone in an image of its own: `docker run --rm --volume "$PWD:/work" IMAGE check`.
# Both halves are Alpine, so that the binary meets the C library that it was linked with.
FROM rust:1.95.0-alpine3.23 AS build
RUN apk add --no-cache musl-dev
WORKDIR /source
COPY Cargo.toml Cargo.lock ./
COPY src src
COPY rules rules
# cargo wants to see the tests that Cargo.toml names, and builds none of them.
COPY tests tests
RUN cargo install --locked --profile dist --path . --root /built

FROM alpine:3.23
# git is what compares with the base; the folder that is mounted belongs to somebody else.
RUN apk add --no-cache git \
    && git config --system --add safe.directory '*' \
    && adduser -D -u 10001 tenone
COPY --from=build /built/bin/tenone /usr/local/bin/tenone
COPY LICENSE-APACHE LICENSE-MIT /usr/share/licenses/tenone/
USER tenone
WORKDIR /work
ENTRYPOINT ["tenone"]
CMD ["check"]
