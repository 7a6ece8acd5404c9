package io.omnigate.channels.ses;

import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The two things that are asked of SNS, and all that this gateway fetches because of a message it
 * took in: a certificate by its name, and the confirmation of a listed topic. The host follows from
 * the configuration alone; no URL of a message is ever opened, no redirect followed, and an answer
 * is read as far as a certificate may be long.
 */
final class SnsApi {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int MAX_ANSWER = 64 * 1024;
  private static final int CONNECTIONS = 2;
  private static final int WAITING = 16;

  private final HttpClient client;
  private final String apiUrl;

  /**
   * A client.
   *
   * @param apiUrl in place of the host of a topic's region; empty for that host
   */
  SnsApi(Vertx vertx, String apiUrl) {
    this.apiUrl = apiUrl;
    this.client =
        vertx
            .httpClientBuilder()
            .with(new HttpClientOptions().setConnectTimeout((int) PATIENCE.toMillis()))
            .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING))
            .build();
  }

  /** The certificate called {@code name}. Fails with {@code UNAVAILABLE}. */
  Future<Buffer> certificate(SnsTopic topic, String name) {
    return get(topic, "/" + name);
  }

  /**
   * Says that we want a topic's messages
   * (https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html). Fails with {@code
   * UNAVAILABLE}.
   */
  Future<Void> confirm(SnsTopic topic, String token) {
    return get(
            topic,
            "/?Action=ConfirmSubscription&TopicArn="
                + encoded(topic.arn())
                + "&Token="
                + encoded(token))
        .mapEmpty();
  }

  private Future<Buffer> get(SnsTopic topic, String path) {
    String base = apiUrl.isEmpty() ? "https://" + topic.host() : apiUrl;
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(base + path)
            .setFollowRedirects(false)
            .setTimeout(PATIENCE.toMillis());
    return client
        .request(options)
        .compose(request -> request.send().compose(SnsApi::body))
        .timeout(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .recover(cause -> Future.failedFuture(unavailable()));
  }

  private static Future<Buffer> body(HttpClientResponse response) {
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(whole::tryFail);
    response.endHandler(
        end -> {
          if (response.statusCode() == 200) {
            whole.tryComplete(body);
          } else {
            whole.tryFail("status " + response.statusCode());
          }
        });
    response.handler(
        chunk -> {
          if (body.length() + chunk.length() <= MAX_ANSWER) {
            body.appendBuffer(chunk);
          } else {
            whole.tryFail("longer than a certificate");
            response.request().reset();
          }
        });
    return whole.future();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Failure unavailable() {
    return new Failure(
        Failure.Kind.UNAVAILABLE,
        "provider-unavailable",
        "Amazon SNS does not answer just now; send the message again a little later");
  }
}
