package io.omnigate.core.store;

import io.omnigate.core.CoreBus;
import io.omnigate.core.conversation.Activities;
import io.omnigate.core.conversation.Activity;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs of life between the nodes: here at once, over the local event bus; to others by one NOTIFY
 * for all of {@link #QUIET_MILLIS}. What does not fit into one note is dropped: it was of the
 * moment only.
 *
 * <p>Safe to call from any thread.
 */
public final class ActivitySignal implements Activities {
  /** The PostgreSQL channel. */
  static final String CHANNEL = "omnigate_activity";

  private static final Logger LOG = LoggerFactory.getLogger(ActivitySignal.class);
  private static final String NOTIFY = Sql.of("conversation.sql").get("notify-activity");
  private static final long QUIET_MILLIS = 250;

  /** PostgreSQL takes notes of less than 8000 bytes; one activity has 200 at most. */
  private static final int MAX_WAITING = 35;

  private static final int MAX_NAME = 30;
  private static final DeliveryOptions LOCALLY =
      new DeliveryOptions().setLocalOnly(true).setCodecName(CoreBus.BY_REFERENCE);

  private final Vertx vertx;
  private final Database database;
  private final String node;
  private final Map<Key, Activity> waiting = new LinkedHashMap<>();
  private boolean quiet;

  private record Key(TicketId ticket, Activity.Sort sort) {}

  /** Activities that go out beside the changes of {@code signal}, which must not be started yet. */
  public ActivitySignal(Vertx vertx, Database database, ChangeSignal signal) {
    this.vertx = vertx;
    this.database = database;
    this.node = signal.node();
    signal.channel(CHANNEL).handler(this::hear);
  }

  @Override
  public void tell(Activity activity) {
    publish(activity);
    boolean first;
    synchronized (waiting) {
      Key key = new Key(activity.ticket(), activity.sort());
      if (waiting.size() < MAX_WAITING || waiting.containsKey(key)) {
        waiting.put(key, activity);
      }
      first = !quiet;
      quiet = true;
    }
    if (first) {
      tellOthers();
    }
  }

  private void tellOthers() {
    JsonArray told = new JsonArray();
    synchronized (waiting) {
      if (waiting.isEmpty()) {
        quiet = false;
        return;
      }
      waiting.values().forEach(activity -> told.add(json(activity)));
      waiting.clear();
    }
    String note = new JsonObject().put("node", node).put("told", told).encode();
    database
        .pool()
        .preparedQuery(NOTIFY)
        .execute(Tuple.of(note))
        .onFailure(
            cause -> LOG.atDebug().setCause(cause).log("other nodes were not told of an activity"));
    vertx.setTimer(QUIET_MILLIS, over -> tellOthers());
  }

  private void hear(String note) {
    try {
      JsonObject heard = new JsonObject(note);
      if (!node.equals(heard.getString("node"))) {
        heard.getJsonArray("told").forEach(each -> publish(activity((JsonObject) each)));
      }
    } catch (DecodeException | ClassCastException | IllegalArgumentException newer) {
      LOG.atDebug().setCause(newer).log("another node told what is not understood here");
    }
  }

  private void publish(Activity activity) {
    vertx.eventBus().publish(CoreBus.ACTIVITY, activity, LOCALLY);
  }

  private static JsonObject json(Activity activity) {
    String name = activity.name();
    int end = name.offsetByCodePoints(0, Math.min(MAX_NAME, name.codePointCount(0, name.length())));
    return new JsonObject()
        .put("ticket", activity.ticket().value())
        .put("sort", activity.sort().name())
        .put("name", name.substring(0, end));
  }

  private static Activity activity(JsonObject json) {
    return new Activity(
        TicketId.parse(json.getString("ticket", ""))
            .orElseThrow(() -> new IllegalArgumentException("no ticket")),
        Activity.Sort.valueOf(json.getString("sort", "")),
        json.getString("name", ""));
  }
}
