# Build: everything with its hash into one virtual environment.
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/lots
COPY requirements.lock ./
RUN /opt/lots/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY intents intents
COPY knowledge knowledge
# The check reads every file of facts and keeps them compiled beside it, where the service may not write.
RUN /opt/lots/bin/pip install --no-cache-dir --no-deps --no-build-isolation . && /opt/lots/bin/lots knowledge check

# Run: no compiler, no source, no root.
FROM python:3.13-slim
RUN useradd --create-home --uid 10001 lots && install -d -o lots /data
COPY --from=build /opt/lots /opt/lots
USER 10001
WORKDIR /data
VOLUME /data
ENV LOTS_DATABASE=sqlite:////data/lots.db LOTS_HTTP=0.0.0.0:8080 PYTHONUNBUFFERED=1
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["/opt/lots/bin/python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/health/ready', timeout=4)"]
ENTRYPOINT ["/opt/lots/bin/lots"]
CMD ["serve"]
