package io.omnigate.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.omnigate.gateway.config.ConfigReader;
import io.omnigate.gateway.config.Secrets;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files for containers, services and monitoring, as far as they can be held without Docker. */
class DeployFilesTest {
  private static final Path DEPLOY = Path.of("../deploy");
  private static final Path PROMETHEUS = DEPLOY.resolve("prometheus");

  /** The metrics that monitoring may build on, with the endings of counters and histograms. */
  private static final Set<String> METRICS =
      Set.of(
          "omnigate_messages_total",
          "omnigate_intake_seconds_bucket",
          "omnigate_intake_batch_size_sum",
          "omnigate_intake_batch_size_count",
          "omnigate_intake_pending",
          "omnigate_tickets",
          "omnigate_queue_depth",
          "omnigate_queue_oldest_seconds",
          "omnigate_sla_breaches_total",
          "omnigate_transitions_total",
          "omnigate_outbox_pending",
          "omnigate_outbox_oldest_seconds",
          "omnigate_live_subscribers",
          "omnigate_live_lag_seconds_bucket",
          "omnigate_figures_age_seconds",
          "jvm_memory_used_bytes",
          "jvm_memory_max_bytes",
          "jvm_gc_pause_seconds_sum",
          "process_cpu_usage",
          "up");

  private static final Pattern LABELS = Pattern.compile("by \\([^)]*\\)");
  private static final Pattern METRIC = Pattern.compile("\\b([a-z_]+)(?=[{\\[)]| [<>=])");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)");

  private final ObjectMapper json = new ObjectMapper();
  private final ObjectMapper yaml = new ObjectMapper(new YAMLFactory());

  static Stream<Path> yamlFiles() throws IOException {
    try (Stream<Path> files = Files.walk(DEPLOY)) {
      return files.filter(file -> file.toString().matches(".*\\.ya?ml")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("yamlFiles")
  void everyYamlFileIsYaml(Path file) throws IOException {
    assertTrue(yaml.readTree(file.toFile()).isObject());
  }

  @Test
  void theDashboardAsksOnlyForMetricsThatExistAndForEveryOneOfThem() throws IOException {
    JsonNode dashboard = json.readTree(DEPLOY.resolve("grafana/dashboards/omnigate.json").toFile());
    Set<String> asked =
        dashboard.findValuesAsText("expr").stream()
            .flatMap(DeployFilesTest::metrics)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(METRICS), asked);
    List<String> ids = dashboard.get("panels").findValuesAsText("id");
    assertEquals(ids.size(), Set.copyOf(ids).size(), "each panel has an id of its own");
  }

  @Test
  void alertsAskOnlyForMetricsThatExistAndSayWhatToDo() throws IOException {
    JsonNode rules =
        yaml.readTree(PROMETHEUS.resolve("omnigate.rules.yml").toFile()).at("/groups/0/rules");
    assertFalse(rules.isEmpty());
    for (JsonNode rule : rules) {
      List<String> asked = metrics(rule.get("expr").asText()).toList();
      assertFalse(asked.isEmpty(), rule.toString());
      assertTrue(METRICS.containsAll(asked), asked.toString());
      assertNotNull(rule.at("/labels/severity").textValue(), rule.toString());
      assertNotNull(rule.at("/annotations/description").textValue(), rule.toString());
    }
  }

  @Test
  void prometheusItselfAcceptsTheConfigurationAndItsAlertsBehave() throws Exception {
    assumeTrue(hasPromtool(), "promtool is not installed: the alerts are only read");
    assertEquals(0, promtool("check", "config", "prometheus.yml"));
    assertEquals(0, promtool("test", "rules", "omnigate.rules.test.yml"));
  }

  @Test
  void theExampleConfigurationIsRightOnceItsVariablesAreSet(@TempDir Path data) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      ConfigReader reader =
          new ConfigReader(
              name ->
                  switch (name) {
                    case "OMNIGATE_DATABASE_URL" -> "postgresql://a:b@postgres:5432/omnigate";
                    case "OMNIGATE_PUBLIC_URL", "OMNIGATE_ADMIN_EMAIL" -> null;
                    default -> "0123456789abcdef0123456789abcdef";
                  },
              new Secrets(data, new SecureRandom()));
      Setup setup =
          Setup.of(
              reader.file(DEPLOY.resolve("omnigate.yaml"), ConfigReader.PortOptions.NONE),
              vertx,
              InstantSource.system(),
              new SecureRandom());
      assertEquals("0.0.0.0", setup.config().management().host());
      assertEquals(Set.of("mail", "chat", "form"), setup.channels().keySet());
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void composeGivesTheGatewayEveryVariableThatItsConfigurationNames() throws IOException {
    JsonNode compose = yaml.readTree(DEPLOY.resolve("compose.yaml").toFile());
    JsonNode environment = compose.at("/services/gateway/environment");
    String withoutComments =
        Files.readString(DEPLOY.resolve("omnigate.yaml")).replaceAll("(?m)#.*$", "");
    for (String name : variables(withoutComments)) {
      assertTrue(environment.has(name), name);
    }
    String example = Files.readString(DEPLOY.resolve("example.env"));
    for (String name : variables(compose.toString())) {
      assertTrue(example.contains(name + "="), name);
    }
  }

  @Test
  void servicesWaitLongerThanTheGatewayTakesToEnd() throws IOException {
    String patience = (Run.END_SECONDS + 10) + "";
    String unit = Files.readString(DEPLOY.resolve("systemd/omnigate.service"));
    assertTrue(unit.contains("\nTimeoutStopSec=" + patience + "\n"), unit);
    JsonNode compose = yaml.readTree(DEPLOY.resolve("compose.yaml").toFile());
    assertEquals(patience + "s", compose.at("/services/gateway/stop_grace_period").textValue());
  }

  @Test
  void composeMountsOnlyWhatIsThere() throws IOException {
    JsonNode services = yaml.readTree(DEPLOY.resolve("compose.yaml").toFile()).get("services");
    for (JsonNode service : services) {
      StreamSupport.stream(service.path("volumes").spliterator(), false)
          .map(volume -> volume.asText().split(":", -1)[0])
          .filter(source -> source.startsWith("."))
          .forEach(source -> assertTrue(Files.exists(DEPLOY.resolve(source)), source));
    }
  }

  private static Set<String> variables(String text) {
    return VARIABLE
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The metrics of an expression: what stands before a selector, a range or a comparison. */
  private static Stream<String> metrics(String expression) {
    String withoutLabels = LABELS.matcher(expression).replaceAll("");
    return METRIC.matcher(withoutLabels).results().map(found -> found.group(1));
  }

  private static boolean hasPromtool() throws Exception {
    return new ProcessBuilder("sh", "-c", "command -v promtool >/dev/null").start().waitFor() == 0;
  }

  private static int promtool(String... arguments) throws Exception {
    List<String> command = Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList();
    Process process =
        new ProcessBuilder(command)
            .directory(PROMETHEUS.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return process.exitValue();
  }
}
