# The weekly job in a container: built from the package index, run by a user who is not root.
#   docker build -t catalogue-insights .
#   docker run --rm -v catalogue:/srv/catalogue catalogue-insights run --resume
FROM python:3.12-slim

# The application runs from its checkout (its SQL and templates lie beside its code), so it is
# installed in place. Only root may write there.
WORKDIR /opt/catalogue
COPY setup.cfg pyproject.toml README.md LICENSE ./
COPY *.py catalogue.toml ./
COPY cli cli
COPY etl etl
COPY models models
COPY reports reports
COPY serve serve
COPY sql sql
RUN pip install --no-cache-dir --editable . \
    && python -m compileall -q . \
    && useradd --uid 10001 --no-create-home catalogue \
    && install -d -o catalogue -m 750 /srv/catalogue

# What the job reads and writes: data/, warehouse.duckdb, reports/, outbox/. Mount a volume here.
USER catalogue
WORKDIR /srv/catalogue
ENV PYTHONUNBUFFERED=1 HOME=/srv/catalogue CATALOGUE_LOG_FORMAT=json
VOLUME /srv/catalogue

# The first SIGTERM lets the current step end: give it the time (docker stop --time 300).
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=1h --timeout=1m CMD ["catalogue", "doctor", "--quiet"]
ENTRYPOINT ["catalogue"]
CMD ["schedule"]
