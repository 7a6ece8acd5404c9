package io.omnigate.bench.micro;

import io.omnigate.bench.traffic.Words;
import io.omnigate.channels.meta.MetaSignature;
import io.omnigate.core.id.Signer;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What proves a sender: a provider's signature over 1 KiB, and a session token of our own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SignatureBenchmark {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String PURPOSE = "chat-session";

  private final Buffer body = Buffer.buffer(Words.of(1024, new Random(1)));
  private final Signer signer = new Signer(SECRET);
  private final String token = signer.sign(PURPOSE, "01JD0000000000000000000000");

  /** X-Hub-Signature-256 over 1 KiB, which a check makes anew to compare it. */
  @Benchmark
  public String webhook() {
    return MetaSignature.sign(SECRET, body);
  }

  /** A token made. */
  @Benchmark
  public String sign() {
    return signer.sign(PURPOSE, "01JD0000000000000000000000");
  }

  /** A token read. */
  @Benchmark
  public Optional<String> verify() {
    return signer.verify(PURPOSE, token);
  }
}
