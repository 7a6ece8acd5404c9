package io.omnigate.gateway.ops;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether the gateway can store. Every check gets two seconds; one that hangs longer is not asked
 * again until it has answered, so that a frozen database gathers no pile of questions.
 */
public final class Health {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final List<Probe> probes;
  private volatile @Nullable Finding closed = new Finding("gateway", false, "starting");

  /**
   * What was found.
   *
   * @param ready whether contacts can be stored
   * @param json what to tell monitoring
   */
  public record Report(boolean ready, JsonObject json) {}

  /** Asks {@code checks}, all at once; not ready before {@link #open}. */
  public Health(List<HealthCheck> checks) {
    this.probes = checks.stream().map(Probe::new).toList();
  }

  /** The start is over: from now on the checks decide. */
  public void open() {
    closed = null;
  }

  /** From now on not ready: the process is about to end, new work belongs elsewhere. */
  public void drain() {
    closed = new Finding("gateway", false, "ending");
  }

  /** Asks every check. Never fails. */
  public Future<Report> ready() {
    List<Future<Finding>> findings = probes.stream().map(Probe::ask).toList();
    return Future.all(findings).map(all -> report(all.list()));
  }

  private Report report(List<Finding> findings) {
    List<Finding> all = new ArrayList<>(findings);
    Finding shut = closed;
    if (shut != null) {
      all.add(shut);
    }
    boolean ready = all.stream().allMatch(Finding::ok);
    JsonArray checks = new JsonArray();
    all.forEach(finding -> checks.add(finding.json()));
    return new Report(ready, new JsonObject().put("status", word(ready)).put("checks", checks));
  }

  private static String word(boolean ok) {
    return ok ? "up" : "down";
  }

  private record Finding(String name, boolean ok, String detail) {
    JsonObject json() {
      return new JsonObject().put("name", name).put("status", word(ok)).put("detail", detail);
    }
  }

  /** One check and its answer under way. */
  private static final class Probe {
    private final HealthCheck check;
    private @Nullable Future<String> asked;

    Probe(HealthCheck check) {
      this.check = check;
    }

    synchronized Future<Finding> ask() {
      Future<String> answer = asked;
      if (answer == null || answer.isComplete()) {
        answer = Future.<Void>succeededFuture().compose(any -> check.check().get());
        asked = answer;
      }
      return answer
          .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .map(detail -> new Finding(check.name(), true, detail))
          .otherwise(cause -> new Finding(check.name(), false, words(cause)));
    }

    private static String words(Throwable cause) {
      return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
  }
}
