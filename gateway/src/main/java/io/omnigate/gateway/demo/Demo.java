package io.omnigate.gateway.demo;

import io.omnigate.gateway.config.BadConfig;
import io.omnigate.gateway.config.ConfigReader;
import io.omnigate.gateway.config.ConfigReader.PortOptions;
import io.omnigate.gateway.config.HttpConfig;
import io.omnigate.gateway.config.Reading;
import io.omnigate.gateway.config.Secrets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The demo: a configuration with seven channels and random secrets, made-up customers who use the
 * channels' public addresses like anybody else, and a stand-in that takes what they are answered.
 * There is no back door for them.
 */
public final class Demo {
  private static final int SECRET_BYTES = 24;
  private static final int ANSWER_MILLIS = 10_000;

  private final SecureRandom random;
  private final InstantSource clock;
  private final Map<String, String> values = new ConcurrentHashMap<>();

  /** A demo with fresh secrets. */
  public Demo(SecureRandom random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
  }

  /** The demo's configuration, on the given ports. */
  public Reading configuration(Path data, PortOptions ports) throws BadConfig {
    values.put("PROVIDERS", Providers.start().url());
    Secrets unused = new Secrets(data.resolve("secrets"), random);
    return new ConfigReader(this::secret, unused)
        .text("the demo's configuration", Stories.text("omnigate.yaml"), ports);
  }

  /** How to sign in, for the person who started it. */
  public List<String> welcome() {
    return List.of(
        "This is a demo: it listens on this machine only, and forgets everything when it ends.",
        "Sign in as admin@demo.example, ann@demo.example or ben@demo.example, password: demo");
  }

  /**
   * Lets the contacts flow.
   *
   * @param http where the gateway listens
   * @return done when the trickle runs
   */
  public Future<?> flow(Vertx vertx, HttpConfig http) {
    WebClientOptions options =
        new WebClientOptions().setConnectTimeout(ANSWER_MILLIS).setFollowRedirects(false);
    WebClient client = WebClient.create(vertx, options);
    Map<String, Courier> couriers = couriers(client, http.localUrl(), http.publicUrl());
    return vertx.deployVerticle(new TrickleVerticle(Stories.load(), couriers, random));
  }

  private Map<String, Courier> couriers(WebClient client, String url, String origin) {
    return Map.of(
        "mail", new MailCourier(new Door(client, url, "mail"), secret("MAIL_TOKEN"), clock),
        "chat", new ChatCourier(new Door(client, url, "chat"), origin),
        "form", new FormCourier(new Door(client, url, "form"), origin),
        "telegram",
            new TelegramCourier(new Door(client, url, "telegram"), secret("TELEGRAM_TOKEN"), clock),
        "messenger", meta(new Door(client, url, "messenger"), MetaCourier.Kind.MESSENGER),
        "instagram", meta(new Door(client, url, "instagram"), MetaCourier.Kind.INSTAGRAM),
        "whatsapp", meta(new Door(client, url, "whatsapp"), MetaCourier.Kind.WHATSAPP));
  }

  private Courier meta(Door door, MetaCourier.Kind kind) {
    return new MetaCourier(door, kind, secret("META_SECRET"), clock);
  }

  private String secret(String name) {
    return values.computeIfAbsent(
        name,
        each -> {
          byte[] bytes = new byte[SECRET_BYTES];
          random.nextBytes(bytes);
          return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        });
  }
}
