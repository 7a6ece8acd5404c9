package io.omnigate.gateway;

import io.omnigate.gateway.config.BadConfig;
import io.omnigate.gateway.config.ConfigReader;
import io.omnigate.gateway.config.ConfigReader.PortOptions;
import io.omnigate.gateway.config.Secrets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A whole gateway in this process, on free ports, and what tests ask of it over HTTP. */
public final class TestGateway implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Gateway gateway;

  private TestGateway(Gateway gateway) {
    this.gateway = gateway;
  }

  /** Starts a gateway with the given configuration on free ports and waits until it is ready. */
  public static TestGateway start(Path data, String yaml) throws BadConfig, TimeoutException {
    return start(data, yaml, new PortOptions(0, 0));
  }

  /** The same on the public port that the configuration names. */
  static TestGateway startOnItsPort(Path data, String yaml) throws BadConfig, TimeoutException {
    return start(data, yaml, new PortOptions(null, 0));
  }

  private static TestGateway start(Path data, String yaml, PortOptions ports)
      throws BadConfig, TimeoutException {
    SecureRandom random = new SecureRandom();
    Secrets secrets = new Secrets(data.resolve("secrets"), random);
    var reading = new ConfigReader(name -> null, secrets).text("test", yaml, ports);
    TestGateway started = new TestGateway(Gateway.of(reading, data, secrets, random));
    try {
      started.gateway.start().await(60, TimeUnit.SECONDS);
      return started;
    } catch (RuntimeException | TimeoutException e) {
      started.close();
      throw e;
    }
  }

  /** Where the public server listens. */
  public String url() {
    return gateway.http().localUrl();
  }

  Gateway gateway() {
    return gateway;
  }

  /** A first chat message; the answer's status. */
  int chat(String text) throws IOException, InterruptedException {
    return postChat(gateway.http().localUrl(), gateway.http().publicUrl(), text).statusCode();
  }

  static HttpResponse<String> postChat(String url, String origin, String text)
      throws IOException, InterruptedException {
    String body = "{\"id\":\"" + UUID.randomUUID() + "\",\"text\":\"" + text + "\"}";
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(url + "/in/chat"))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .header("Origin", origin)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  HttpResponse<String> management(String path) throws IOException, InterruptedException {
    return get(gateway.managementUrl() + path);
  }

  boolean ready() {
    try {
      return management("/health/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10)).build(),
        BodyHandlers.ofString());
  }

  /** Waits until {@code condition} holds. */
  public static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("in vain waited for: " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  @Override
  public void close() {
    gateway.stop().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
