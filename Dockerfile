# Two stages: the first has torch and builds the library, the second only answers (about a tenth of the size).

FROM python:3.11-slim AS build
# For the small CPU build of torch, name PyTorch's CPU index, as in
#   docker build --build-arg TORCH="torch==2.13.0 --index-url <the index that pytorch.org names for Linux, Pip, CPU>" .
ARG TORCH="torch==2.13.0"
WORKDIR /src
RUN pip install --no-cache-dir $TORCH
COPY pyproject.toml README.md LICENSE constraints.txt ./
COPY bot bot
COPY knowledge knowledge
RUN grep -v '^torch==' constraints.txt > /tmp/constraints.txt \
    && pip install --no-cache-dir -c /tmp/constraints.txt . \
    && pip wheel --no-cache-dir --no-deps --wheel-dir /wheel .
# The vectors only save time at the next build; the rest must be readable for the user of the last stage.
RUN NORFOLK_BUILD_DIR=/library norfolk build \
    && rm -f /library/vectors-* \
    && chmod -R a+rX /library

FROM python:3.11-slim
COPY requirements-serve.lock /tmp/
RUN pip install --no-cache-dir --require-hashes -r /tmp/requirements-serve.lock \
    && apt-get update && apt-get install --yes --no-install-recommends fonts-dejavu-core && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin norfolk \
    && install -d -o norfolk -g norfolk /data /books
COPY --from=build /wheel /tmp/wheel
RUN pip install --no-cache-dir --no-deps /tmp/wheel/*.whl && rm -rf /tmp/*
COPY --from=build /library /library
COPY --chmod=755 deploy/start /usr/local/bin/start
# Threads that come and go leave memory behind in as many of malloc's arenas as there are; two lose no time.
ENV MALLOC_ARENA_MAX=2 \
    ORT_DISABLE_TELEMETRY=1 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    NORFOLK_BUILD_DIR=/data/library \
    NORFOLK_BOOKS_DIR=/books \
    NORFOLK_DATA_DIR=/data
USER norfolk
WORKDIR /data
VOLUME /data
# Cheap: it reads the age of a file that the bot touches while Discord answers.
HEALTHCHECK --interval=30s --timeout=10s --start-period=3m --retries=3 CMD ["norfolk", "doctor", "--health"]
ENTRYPOINT ["start"]
CMD ["run"]
