# The weekly job in a container: built from the package index, run by a user who is not root.
#   docker build -t catalogue-insights .
#   docker run --rm -v catalogue:/srv/catalogue catalogue-insights run --resume
FROM python:3.12-slim AS build
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /dist .

# The image holds what is installed and nothing of the checkout. Only root may write there.
FROM python:3.12-slim
COPY requirements.txt /dist/
RUN pip install --no-cache-dir --require-hashes --requirement /dist/requirements.txt
COPY --from=build /dist /dist
RUN pip install --no-cache-dir --no-deps /dist/*.whl \
    && useradd --uid 10001 --no-create-home catalogue \
    && install -d -o catalogue -m 750 /srv/catalogue

# What the job reads and writes: data/, warehouse.duckdb, reports/, outbox/, and catalogue.toml if
# there is one. Mount a volume here.
USER catalogue
WORKDIR /srv/catalogue
ENV PYTHONUNBUFFERED=1 HOME=/srv/catalogue CATALOGUE_LOG_FORMAT=json
VOLUME /srv/catalogue

# The first SIGTERM lets the current step end: give it the time (docker stop --time 300).
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=1h --timeout=1m CMD ["catalogue", "doctor", "--quiet"]
ENTRYPOINT ["catalogue"]
CMD ["schedule"]
