package io.omnigate.gateway.api;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.desk.Command;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.Trigger;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIVersion;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ApiContractTest {
  private final ApiContract contract = ApiContract.of(Resources.text("/openapi.yaml"));

  @Test
  void an_operation_without_a_permission_stops_the_start() {
    for (var each : contract.operations().toList()) {
      ApiContract forgotten = copyWithout(each, "x-permission");
      String told =
          assertThrows(IllegalStateException.class, () -> forgotten.check(bound())).getMessage();
      assertTrue(told.contains(each.id() + " declares no x-permission"), told);
    }
  }

  @Test
  void an_operation_without_a_handler_stops_the_start() {
    for (String operation : bound()) {
      Set<String> others =
          bound().stream().filter(id -> !id.equals(operation)).collect(Collectors.toSet());
      String told =
          assertThrows(IllegalStateException.class, () -> contract.check(others)).getMessage();
      assertTrue(told.contains(operation + " has no handler"), told);
    }
  }

  @Test
  void a_handler_without_an_operation_stops_the_start() {
    Set<String> more =
        Stream.concat(bound().stream(), Stream.of("nobody")).collect(Collectors.toSet());
    assertThrows(IllegalStateException.class, () -> contract.check(more));
    assertDoesNotThrow(() -> contract.check(bound()));
  }

  @Test
  void every_write_body_refuses_unknown_fields_at_every_depth() {
    contract
        .operations()
        .filter(operation -> !operation.boundElsewhere())
        .filter(operation -> operation.model().containsKey("requestBody"))
        .forEach(operation -> requireClosed(operation.id(), operation.model()));
  }

  @Test
  void the_names_of_the_contract_are_those_of_the_code() {
    JsonObject ticket = schema("Ticket").getJsonObject("properties");
    List<String> statuses = Stream.of(Status.values()).map(Status::wire).toList();
    List<String> priorities = Stream.of(Priority.values()).map(Priority::wire).toList();
    assertEquals(new JsonArray(statuses), ticket.getJsonObject("status").getJsonArray("enum"));
    assertEquals(new JsonArray(priorities), ticket.getJsonObject("priority").getJsonArray("enum"));
    assertEquals(
        new JsonArray(Command.Transition.ACTIONS.stream().map(Trigger::wire).toList()),
        body("moveTicket")
            .getJsonObject("properties")
            .getJsonObject("action")
            .getJsonArray("enum"));
    assertEquals(
        new JsonArray(priorities),
        body("patchTicket")
            .getJsonObject("properties")
            .getJsonObject("priority")
            .getJsonArray("enum"));
  }

  @Test
  void the_published_document_is_openapi_3_1() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      var output =
          OpenAPIVersion.V3_1
              .getRepository(vertx, "app://")
              .compose(
                  schemas ->
                      OpenAPIVersion.V3_1.validateContract(vertx, schemas, contract.document()))
              .await();
      assertTrue(output.getValid(), () -> String.valueOf(output.getErrors()));
    } finally {
      vertx.close().await();
    }
  }

  private Set<String> bound() {
    return contract
        .operations()
        .filter(operation -> !operation.boundElsewhere())
        .map(ApiContract.Described::id)
        .collect(Collectors.toSet());
  }

  private ApiContract copyWithout(ApiContract.Described operation, String member) {
    JsonObject copy = contract.document().copy();
    copy.getJsonObject("paths")
        .getJsonObject(operation.path())
        .getJsonObject(operation.method())
        .remove(member);
    return contract.with(copy);
  }

  private JsonObject schema(String name) {
    return contract
        .document()
        .getJsonObject("components")
        .getJsonObject("schemas")
        .getJsonObject(name);
  }

  private JsonObject body(String operation) {
    return contract
        .operations()
        .filter(each -> each.id().equals(operation))
        .findFirst()
        .orElseThrow()
        .model()
        .getJsonObject("requestBody")
        .getJsonObject("content")
        .getJsonObject("application/json")
        .getJsonObject("schema");
  }

  private static void requireClosed(String operation, Object value) {
    switch (value) {
      case JsonObject object -> {
        if ("object".equals(object.getValue("type"))) {
          assertEquals(false, object.getValue("additionalProperties"), operation);
        }
        object.stream()
            .filter(member -> !member.getKey().equals("responses"))
            .forEach(member -> requireClosed(operation, member.getValue()));
      }
      case JsonArray array -> array.forEach(each -> requireClosed(operation, each));
      default -> assertFalse(value instanceof java.util.Map);
    }
  }
}
