package io.omnigate.core.ticket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The table and the diagram of docs/state-machine.md, read. */
final class LifecycleDrawing {
  private static final String CORNER = "what happens";
  private static final String GROUP = "kept";
  private static final Pattern ARROW = Pattern.compile("\\s*(\\S+) --> (\\S+)(?: : (.+))?");

  private final List<String> columns;
  private final Map<String, List<String>> cells;
  private final List<String> diagram;

  private LifecycleDrawing(
      List<String> columns, Map<String, List<String>> cells, List<String> diagram) {
    this.columns = columns;
    this.cells = cells;
    this.diagram = diagram;
  }

  static LifecycleDrawing read() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("../docs/state-machine.md"));
    int head = 0;
    while (!cells(lines.get(head)).contains(CORNER)) {
      head++;
    }
    List<String> columns = cells(lines.get(head));
    Map<String, List<String>> cells = new LinkedHashMap<>();
    for (int i = head + 2; lines.get(i).startsWith("|"); i++) {
      List<String> row = cells(lines.get(i));
      cells.put(row.getFirst(), row.subList(1, row.size()));
    }
    int from = lines.indexOf("stateDiagram-v2");
    int to = lines.subList(from, lines.size()).indexOf("```");
    return new LifecycleDrawing(
        columns.subList(1, columns.size()), cells, lines.subList(from + 1, from + to));
  }

  List<String> rows() {
    return List.copyOf(cells.keySet());
  }

  List<String> columns() {
    return columns;
  }

  String cell(Trigger trigger, Status status) {
    return cells.get(trigger.wire()).get(columns.indexOf(status.wire()));
  }

  /** What a cell says of a situation: the first alternative whose condition holds. */
  static Outcome outcome(String cell, Situation at) {
    for (String alternative : cell.split(" / ", -1)) {
      String[] parts = alternative.split(" if ", -1);
      if (parts.length == 1 || holds(parts[1], at)) {
        return outcomeOf(parts[0], at);
      }
    }
    throw new IllegalStateException("no alternative holds: " + cell);
  }

  /** The arrows of the diagram, those of the group expanded to each status inside it. */
  Set<String> arrows() {
    Set<String> arrows = new TreeSet<>();
    for (Matcher arrow : matches()) {
      if (arrow.group(3) != null) {
        for (String from : members(arrow.group(1))) {
          for (String to : members(arrow.group(2))) {
            for (String trigger : arrow.group(3).split(", ", -1)) {
              if (!arrows.add(arrow(from, to, trigger))) {
                throw new IllegalStateException("drawn twice: " + arrow.group());
              }
            }
          }
        }
      }
    }
    return arrows;
  }

  /** The statuses a ticket begins with. */
  Set<String> beginnings() {
    Set<String> beginnings = new TreeSet<>();
    matches().stream()
        .filter(arrow -> arrow.group(1).equals("[*]"))
        .forEach(arrow -> beginnings.add(arrow.group(2)));
    return beginnings;
  }

  static String arrow(String from, String to, String trigger) {
    return from + " --> " + to + " : " + trigger;
  }

  private List<Matcher> matches() {
    List<Matcher> matches = new ArrayList<>();
    for (String line : diagram) {
      Matcher arrow = ARROW.matcher(line);
      if (arrow.matches()) {
        matches.add(arrow);
      } else if (!line.strip().equals("}") && !line.strip().equals("state " + GROUP + " {")) {
        throw new IllegalStateException("not understood: " + line);
      }
    }
    return matches;
  }

  private static List<String> members(String name) {
    return name.equals(GROUP)
        ? Arrays.stream(Status.values())
            .filter(status -> status != Status.SPAM && status != Status.DELETED)
            .map(Status::wire)
            .toList()
        : List.of(name);
  }

  private static boolean holds(String condition, Situation at) {
    return switch (condition) {
      case "in the window" -> at.inReopenWindow();
      case "not purged" -> !at.purged();
      case "it was new" -> at.postponedFrom() == Status.NEW;
      default -> throw new IllegalStateException("unknown condition: " + condition);
    };
  }

  private static Outcome outcomeOf(String word, Situation at) {
    return switch (word) {
      case "=" -> new Outcome.Stay();
      case "✗" -> new Outcome.Illegal();
      case "follow-up" -> new Outcome.FollowUp();
      case "erased" -> new Outcome.Purge();
      case "back" ->
          new Outcome.Move(orNew(at.status() == Status.DELETED ? at.deletedFrom() : at.spamFrom()));
      default -> new Outcome.Move(Status.ofWire(word).orElseThrow());
    };
  }

  private static Status orNew(@Nullable Status status) {
    return status == null ? Status.NEW : status;
  }

  private static List<String> cells(String line) {
    return line.startsWith("|")
        ? Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
            .map(String::strip)
            .toList()
        : List.of();
  }
}
