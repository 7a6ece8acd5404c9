package io.omnigate.gateway.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The departments and channels this gateway is set up with, in the order of the configuration. */
public record Directory(List<Department> departments, List<ChannelInfo> channels) {

  /** Keeps copies of the lists. */
  public Directory {
    departments = List.copyOf(departments);
    channels = List.copyOf(channels);
  }

  /** Where tickets are solved. */
  public record Department(String id, String name) {}

  /**
   * Where contacts come in.
   *
   * @param kind such as {@code email}
   * @param department the id of the department its tickets go to
   */
  public record ChannelInfo(String id, String kind, String department) {}

  boolean knowsDepartment(String id) {
    return departments.stream().anyMatch(department -> department.id().equals(id));
  }

  JsonObject json() {
    JsonArray departmentsJson = new JsonArray();
    for (Department each : departments) {
      departmentsJson.add(new JsonObject().put("id", each.id()).put("name", each.name()));
    }
    JsonArray channelsJson = new JsonArray();
    for (ChannelInfo each : channels) {
      channelsJson.add(
          new JsonObject()
              .put("id", each.id())
              .put("kind", each.kind())
              .put("department", each.department()));
    }
    return new JsonObject().put("departments", departmentsJson).put("channels", channelsJson);
  }
}
