package io.omnigate.bench;

import io.omnigate.bench.load.Faults;
import io.omnigate.bench.report.Findings;
import io.omnigate.bench.report.Goal;
import io.omnigate.bench.report.Results;
import io.omnigate.bench.report.Table;
import io.omnigate.bench.scenario.Laboratory;
import io.omnigate.bench.scenario.Scenario;
import io.omnigate.bench.scenario.Scenarios;
import io.omnigate.bench.scenario.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line of the bench.
 *
 * <p>Exit codes: 0 all that was promised was kept, whatever the times; 1 something was lost,
 * doubled or wrong, or a scenario could not be carried out; 2 a mistake in the command line.
 */
@Command(
    name = "omnigate bench",
    description = "Measures a gateway on this machine, and checks every answer and every row.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Bench implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--short", description = "One run with short windows, in less than 5 minutes.")
  private boolean shortened;

  @Option(names = "--runs", paramLabel = "N", description = "Runs, of which medians are told; 3.")
  private @Nullable Integer runs;

  @Option(names = "--only", paramLabel = "NAME", split = ",", description = "Only these scenarios.")
  private List<String> only = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "bench/results",
      description = "Where JSON and pictures go; ${DEFAULT-VALUE}.")
  private Path out = Path.of("bench/results");

  @Option(
      names = "--work",
      paramLabel = "DIR",
      defaultValue = "bench/target/data",
      description = "Where databases are kept meanwhile, on a real disk; ${DEFAULT-VALUE}.")
  private Path work = Path.of("bench/target/data");

  @Option(names = "--keep", description = "Keeps the databases and the gateways' logs.")
  private boolean keep;

  @Option(
      names = "--gateway",
      paramLabel = "COMMAND",
      required = true,
      description = "What starts a gateway; the launcher gives itself.")
  private Path gateway = Path.of("omnigate");

  /** Runs the bench. */
  public static void main(String[] args) {
    // The launcher gives folders; whoever names others comes after it, and wins.
    System.exit(new CommandLine(new Bench()).setOverwrittenOptionsAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<Scenario> chosen = chosen();
    int times = runs != null ? runs : shortened ? 1 : 3;
    Findings findings = new Findings();
    Faults faults = new Faults();
    Path folder = work.toAbsolutePath();
    Laboratory laboratory = new Laboratory(List.of(gateway.toAbsolutePath().toString()), folder);
    Windows windows = shortened ? Windows.SHORT : Windows.USUAL;
    try {
      new Campaign(laboratory, chosen, times, windows, shortened, Bench::say)
          .carryOut(findings, faults);
    } finally {
      if (!keep) {
        delete(folder);
      }
    }
    List<Goal> goals = chosen.stream().flatMap(each -> each.goals().stream()).toList();
    Table.of(findings, goals).forEach(Bench::say);
    new Results(out)
        .write(findings, Circumstances.now(times, shortened))
        .forEach(file -> say("written: " + file));
    faults.first().forEach(fault -> say("WRONG: " + fault));
    say(faults.count() == 0 ? "every receipt was kept" : faults.count() + " things were wrong");
    return faults.count() == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private List<Scenario> chosen() {
    List<Scenario> all = Scenarios.all();
    List<String> names = all.stream().map(Scenario::name).toList();
    if (!names.containsAll(only)) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), "--only takes some of " + names);
    }
    return all.stream().filter(each -> only.isEmpty() || only.contains(each.name())).toList();
  }

  private static void say(String line) {
    System.out.println(line);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      }
    }
  }
}
