package io.omnigate.bench.scenario;

import io.omnigate.bench.report.Goal;
import java.util.List;

/** One thing that is measured. It has no state: each run is made by a call of its own. */
public interface Scenario {
  /** The name that {@code --only} takes. */
  String name();

  /** What it does, in one line for the reader of the output. */
  String what();

  /** What its figures are held against. */
  List<Goal> goals();

  /**
   * Measures once and puts the figures into the stage's findings; what is wrong goes into its
   * faults.
   *
   * @throws Exception where it cannot be carried out at all
   */
  void run(Stage stage) throws Exception;
}
