package io.omnigate.bench.micro;

import io.omnigate.bench.traffic.Words;
import io.omnigate.channels.Arrival;
import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.FileLimits;
import io.omnigate.channels.email.EmailChannel;
import io.omnigate.core.id.Signer;
import io.omnigate.core.outbox.MessageIds;
import io.omnigate.core.outbox.OutboxOptions;
import io.omnigate.core.ticket.Priority;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A mail of 8 KiB taken apart: two alternatives in quoted-printable, and encoded words. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MimeBenchmark {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String PART = "--part\r\nContent-Type: %s; charset=utf-8\r\n%s\r\n%s\r\n";
  private static final String QUOTED = "Content-Transfer-Encoding: quoted-printable\r\n";
  private static final int HALF = 4_000;

  private final Vertx vertx = Vertx.vertx();
  private final EmailChannel channel =
      new EmailChannel(
          new ChannelSettings("mail", "email", "support", Priority.NORMAL),
          context(),
          SECRET,
          new FileLimits(1L << 25, Set.of()));
  private final ChannelRequest request =
      new ChannelRequest(
          HttpMethod.POST,
          MultiMap.caseInsensitiveMultiMap().add("Content-Type", "message/rfc822"),
          MultiMap.caseInsensitiveMultiMap(),
          Buffer.buffer(mail()),
          "127.0.0.1",
          Instant.parse("2026-11-01T12:00:00Z"));

  /** From raw bytes to an inbound message. */
  @Benchmark
  public Arrival parse() {
    return channel.parse(request).await();
  }

  /** Ends what the channel was made with. */
  @TearDown
  public void close() {
    vertx.close().await();
  }

  private ChannelContext context() {
    Signer signer = new Signer(SECRET);
    return new ChannelContext(
        vertx,
        signer,
        new MessageIds(signer, "localhost"),
        Set.of("localhost"),
        InstantSource.system(),
        new Random(1),
        "http://localhost:8080",
        Set.of("support"),
        "ZZ",
        OutboxOptions.DEFAULTS.deadline());
  }

  private static String mail() {
    String text = Words.of(HALF, new Random(1)).replaceAll("(.{70})", "$1=\r\n");
    return "From: =?utf-8?q?J=C3=BCrgen_Example?= <juergen@example.com>\r\n"
        + "To: support@example.com\r\n"
        + "Subject: =?utf-8?B?V28gYmxlaWJ0IG1laW5lIEJlc3RlbGx1bmc/?=\r\n"
        + "Message-ID: <1@example.com>\r\n"
        + "MIME-Version: 1.0\r\n"
        + "Content-Type: multipart/alternative; boundary=part\r\n\r\n"
        + PART.formatted("text/plain", QUOTED, text)
        + PART.formatted("text/html", QUOTED, "<p>" + text + "</p>")
        + "--part--\r\n";
  }
}
