package io.omnigate.bench.scenario;

/** The secrets in {@code bench/gateway.yaml}. They guard throw-away data. */
public final class Secrets {
  /** The bench's API token; an admin's. */
  public static final String API_TOKEN = "bench-api-token-0123456789";

  /** The token of the channel {@code mail}. */
  public static final String RELAY_TOKEN = "bench-relay-token-0123456789";

  /** The app secret of the channels {@code messenger} and {@code whatsapp}. */
  public static final String APP_SECRET = "bench-app-secret-0123456789";

  private Secrets() {}
}
