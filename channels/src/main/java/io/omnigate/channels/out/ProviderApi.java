package io.omnigate.channels.out;

import io.omnigate.channels.JsonBody;
import io.omnigate.core.config.Section;
import io.omnigate.core.error.Failure;
import io.omnigate.core.file.Slices;
import io.omnigate.core.outbox.Delivery;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A provider's HTTP API: JSON, a form or a file out, JSON back. A connection for each call: on one
 * that was kept, a call that fails might or might not have arrived, and a message could not be
 * tried again. Follows no redirect, reads a bounded answer, waits a bounded time, and no longer
 * than the message has that it is asked for. Shared by all event loops.
 */
public final class ProviderApi {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final int MAX_ANSWER = 256 * 1024;
  private static final int CONNECTIONS = 8;

  private final HttpClient client;
  private final String base;
  private final SendTime time;

  /**
   * An API, which is asked by way of {@link #within}.
   *
   * @param base its address without a trailing slash
   */
  ProviderApi(Vertx vertx, String base) {
    this(client(vertx), base, new SendTime(Duration.ZERO));
  }

  private ProviderApi(HttpClient client, String base, SendTime time) {
    this.client = client;
    this.base = base;
    this.time = time;
  }

  /** The same API, asked for one message: what it has not answered by then counts as lost. */
  ProviderApi within(SendTime messageTime) {
    return new ProviderApi(client, base, messageTime);
  }

  private static HttpClient client(Vertx vertx) {
    return vertx.createHttpClient(
        new HttpClientOptions()
            .setKeepAlive(false)
            .setIdleTimeout((int) ANSWER.toSeconds())
            .setConnectTimeout((int) CONNECT.toMillis())
            .setTcpNoDelay(true),
        new PoolOptions().setHttp1MaxSize(CONNECTIONS));
  }

  /** Reads the setting {@code apiUrl}; the address, without a trailing slash. */
  public static String url(Section section, String fallback) {
    String given = section.textOr("apiUrl", fallback);
    String url = given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
    if (!valid(url)) {
      section.mistake("apiUrl", "has to be an address like " + fallback);
      return fallback;
    }
    return url;
  }

  /** Posts {@code body}; never fails. {@code path} begins with a slash. */
  public Future<ApiAnswer> post(String path, Map<String, String> headers, JsonObject body) {
    return send(base + path, headers, ApiBody.of("application/json", body.toBuffer()));
  }

  /** Posts {@code form}; never fails. {@code path} begins with a slash. */
  public Future<ApiAnswer> post(String path, Map<String, String> headers, FormData form) {
    return send(base + path, headers, form.body());
  }

  /**
   * Posts a file to an address that the provider gave for it; never fails. Empty, and nothing is
   * asked, where that is neither the API itself nor, over HTTPS, a host of {@code domain}.
   */
  public Optional<Future<ApiAnswer>> postTo(String address, String domain, Delivery.File file) {
    return address.startsWith(base + '/') || within(address, domain)
        ? Optional.of(send(address, Map.of(), ApiBody.of(file)))
        : Optional.empty();
  }

  private Future<ApiAnswer> send(String address, Map<String, String> headers, ApiBody body) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(address)
            .setFollowRedirects(false)
            .putHeader("Content-Type", body.type())
            .putHeader("Accept", "application/json");
    headers.forEach(options::putHeader);
    long millis = millis(CONNECT);
    if (millis <= 0) {
      return Future.succeededFuture(new ApiAnswer.NotReached());
    }
    Future<HttpClientRequest> opened = client.request(options);
    return opened
        .timeout(millis, TimeUnit.MILLISECONDS)
        .transform(
            connected -> {
              if (connected.succeeded()) {
                return answer(connected.result(), body);
              }
              opened.onSuccess(HttpClientRequest::reset); // too late for this message
              return Future.succeededFuture(new ApiAnswer.NotReached());
            });
  }

  /** What is left of the message's time, at most {@code longest}. */
  private long millis(Duration longest) {
    return Math.min(longest.toMillis(), time.forCalls().toMillis());
  }

  private Future<ApiAnswer> answer(HttpClientRequest request, ApiBody body) {
    // A file takes the time it takes, as long as it flows.
    long millis = body.file() == null ? millis(ANSWER) : time.forCalls().toMillis();
    if (millis <= 0) {
      request.reset();
      return Future.succeededFuture(new ApiAnswer.NotReached());
    }
    Future<Void> sent = body.send(request);
    return request
        .response()
        .compose(response -> read(response).<ApiAnswer>map(bytes -> answered(response, bytes)))
        .timeout(millis, TimeUnit.MILLISECONDS)
        .otherwise(lost -> unanswered(sent))
        .onComplete(known -> request.connection().close()); // one answered early still sends
  }

  private static ApiAnswer unanswered(Future<Void> sent) {
    if (sent.succeeded()) {
      return new ApiAnswer.Lost();
    }
    return Slices.gone(sent.cause()) ? new ApiAnswer.FileGone() : new ApiAnswer.BrokenOff();
  }

  /** Of what is over the bound nothing is kept, and the connection is given up. */
  private static Future<Buffer> read(HttpClientResponse response) {
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.handler(
        chunk -> {
          if (body.length() + chunk.length() <= MAX_ANSWER) {
            body.appendBuffer(chunk);
          } else if (whole.tryComplete(Buffer.buffer())) {
            response.request().reset();
          }
        });
    response.exceptionHandler(whole::tryFail);
    response.endHandler(end -> whole.tryComplete(body));
    return whole.future();
  }

  private static ApiAnswer answered(HttpClientResponse response, Buffer bytes) {
    JsonObject body;
    try {
      body = JsonBody.object(bytes);
    } catch (Failure noJson) {
      body = new JsonObject();
    }
    return new ApiAnswer.Answered(response.statusCode(), response.headers(), body);
  }

  private static boolean within(String address, String domain) {
    try {
      URI uri = new URI(address);
      String host = uri.getHost();
      return "https".equals(uri.getScheme()) && host != null && host.endsWith('.' + domain);
    } catch (URISyntaxException notAnAddress) {
      return false;
    }
  }

  private static boolean valid(String url) {
    try {
      URI uri = new URI(url);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      return web && uri.getHost() != null && uri.getRawQuery() == null && uri.getUserInfo() == null;
    } catch (URISyntaxException notAnAddress) {
      return false;
    }
  }
}
