package io.omnigate.bench.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Writes what was found into a folder: {@code bench.json} and a PNG for each picture. */
public final class Results {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 540;

  private final Path folder;

  /** Results in {@code folder}, which is made if missing. */
  public Results(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes all of it.
   *
   * @param circumstances what else is to be known: the machine, the versions, the options
   * @return the files
   */
  public List<Path> write(Findings findings, Map<String, Object> circumstances) throws IOException {
    Files.createDirectories(folder);
    Path json = folder.resolve("bench.json");
    Files.writeString(json, json(findings, circumstances).encodePrettily() + '\n');
    Map<String, XYChart> charts = new LinkedHashMap<>();
    for (Curve curve : findings.curves()) {
      XYChart chart = charts.computeIfAbsent(curve.picture(), name -> chart(curve));
      chart.addSeries(own(curve.name(), chart), curve.xs(), curve.ys());
    }
    List<Path> files = new ArrayList<>(List.of(json));
    for (Map.Entry<String, XYChart> each : charts.entrySet()) {
      Path picture = folder.resolve(each.getKey() + ".png");
      BitmapEncoder.saveBitmap(each.getValue(), picture.toString(), BitmapFormat.PNG);
      files.add(picture);
    }
    return files;
  }

  /** Each run draws its lines under the same names. */
  private static String own(String name, XYChart chart) {
    String own = name;
    for (int run = 2; chart.getSeriesMap().containsKey(own); run++) {
      own = name + ", run " + run;
    }
    return own;
  }

  /** The medians at the top, for whoever reads one number; the runs beneath. */
  private static JsonObject json(Findings findings, Map<String, Object> circumstances) {
    JsonObject json = new JsonObject();
    JsonObject runs = new JsonObject();
    findings
        .figures()
        .forEach(
            (figure, values) -> {
              json.put(figure, Findings.median(values));
              runs.put(figure, new JsonArray(values));
            });
    return json.put("runs", runs).put("circumstances", new JsonObject(circumstances));
  }

  private static XYChart chart(Curve first) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(first.picture())
            .xAxisTitle(first.x())
            .yAxisTitle(first.y())
            .build();
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    return chart;
  }
}
