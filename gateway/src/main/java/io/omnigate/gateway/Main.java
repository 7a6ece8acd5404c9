package io.omnigate.gateway;

import io.omnigate.gateway.config.BadConfig;
import io.omnigate.gateway.config.ConfigReader;
import io.omnigate.gateway.config.ConfigReader.PortOptions;
import io.omnigate.gateway.config.Reading;
import io.omnigate.gateway.config.Secrets;
import io.omnigate.gateway.demo.Demo;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line: reads the configuration, runs the gateway and ends it when it is told to.
 * Standard output carries only the lines that somebody waits for; the log goes to standard error.
 *
 * <p>Exit codes: 0 ended as told, by a signal too; 1 could not start; 2 a mistake in the command
 * line or in the configuration.
 */
@Command(
    name = "omnigate",
    description = "The omnichannel ingestion gateway for customer support.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
public final class Main implements Callable<Integer> {
  private static final Path DEFAULT_CONFIG = Path.of("omnigate.yaml");
  private static final Path DEFAULT_DATA = Path.of("data");

  private final SecureRandom random = new SecureRandom();

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration; without it omnigate.yaml in this folder, if there is one.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the database and the secrets are kept; without it ./data.")
  private @Nullable Path data;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The public port, before the configuration's; 0 for any free one.")
  private @Nullable Integer port;

  @Option(
      names = "--management-port",
      paramLabel = "N",
      description = "The port for metrics and health, likewise.")
  private @Nullable Integer managementPort;

  @Option(names = "--demo", description = "Sample channels, agents and contacts; nothing is kept.")
  private boolean demo;

  /** Runs the gateway until it is told to end. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() {
    checkPort("--port", port);
    checkPort("--management-port", managementPort);
    try {
      return demo ? runDemo() : run();
    } catch (BadConfig e) {
      e.mistakes().forEach(mistake -> System.err.println("omnigate: " + mistake));
      return CommandLine.ExitCode.USAGE;
    } catch (UncheckedIOException e) {
      System.err.println("omnigate: " + StartProblem.line(e));
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private int run() throws BadConfig {
    Path folder = data == null ? DEFAULT_DATA : data;
    Secrets secrets = new Secrets(folder.resolve("secrets"), random);
    Reading reading = read(new ConfigReader(System::getenv, secrets));
    Logs.configure(reading.config().logging());
    Gateway gateway = Gateway.of(reading, folder, secrets, random);
    return new Run(gateway, () -> {}).untilToldToEnd(gateway::welcome, () -> {});
  }

  private int runDemo() throws BadConfig {
    if (config != null) {
      throw mistake("--demo brings a configuration of its own; leave out --config");
    }
    Path folder = ThrowAway.create(data);
    Demo sample = new Demo(random, InstantSource.system());
    Reading reading = sample.configuration(folder, new PortOptions(port, managementPort));
    Logs.configure(reading.config().logging());
    Secrets secrets = new Secrets(folder.resolve("secrets"), random);
    Gateway gateway = Gateway.of(reading, folder, secrets, random);
    return new Run(gateway, () -> ThrowAway.delete(folder))
        .untilToldToEnd(sample::welcome, () -> sample.flow(gateway.vertx(), gateway.http()));
  }

  private Reading read(ConfigReader reader) throws BadConfig {
    PortOptions ports = new PortOptions(port, managementPort);
    if (config == null && !Files.exists(DEFAULT_CONFIG)) {
      return reader.text("the default configuration", "", ports);
    }
    return reader.file(config == null ? DEFAULT_CONFIG : config, ports);
  }

  private void checkPort(String option, @Nullable Integer value) {
    if (value != null && (value < 0 || value > 65_535)) {
      throw mistake(option + " has to be a whole number from 0 to 65535");
    }
  }

  private ParameterException mistake(String what) {
    return new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), what);
  }

  /** Tells the version that was packed. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"omnigate " + (version == null ? "(not packed)" : version)};
    }
  }
}
