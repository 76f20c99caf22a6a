# fairdeal with an embedded Spark, for one machine.
# Not tested: there is no Docker where this project is built. What it does is the README's quickstart.
#
#   docker build -t fairdeal .
#   docker run --rm -v "$PWD:/data" -w /data fairdeal demo
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /opt/fairdeal
COPY pom.xml ./
COPY conf conf
COPY jobs jobs
COPY src/main src/main
# The launcher builds; Maven's repository is what its class paths name.
RUN ./jobs/fairdeal --version

FROM eclipse-temurin:17-jre
# Figures need fonts; JPEG files are decoded twice as fast with libjpeg-turbo.
RUN apt-get update && apt-get install -y --no-install-recommends fontconfig fonts-dejavu-core libturbojpeg && rm -rf /var/lib/apt/lists/*
COPY --from=build /root/.m2/repository /root/.m2/repository
COPY --from=build /opt/fairdeal /opt/fairdeal
ENV FAIRDEAL_BUILD=never
ENTRYPOINT ["/opt/fairdeal/jobs/fairdeal"]
CMD ["--help"]
