package io.omnigate.gateway.api;

import io.omnigate.channels.http.BytesInFlight;
import io.omnigate.channels.http.PeerAddress;
import io.omnigate.channels.http.Problem;
import io.omnigate.channels.http.SpoolSpace;
import io.omnigate.core.agent.Agents;
import io.omnigate.core.desk.AgentUploads;
import io.omnigate.core.desk.Desk;
import io.omnigate.core.desk.TicketReader;
import io.omnigate.core.error.Failure;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import io.vertx.openapi.validation.ValidatedRequest;
import io.vertx.openapi.validation.ValidatorException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The agents' HTTP API: every operation of openapi.yaml bound to its handler. One instance serves
 * all event loops; each mounts it on its own router.
 */
public final class AgentApi {
  private static final String API = "/api/*";
  private static final long LINGER_MILLIS = 2_000;

  private final Vertx vertx;
  private final OpenAPIContract contract;
  private final RequestReader requests;
  private final Map<String, ApiHandler> handlers;

  private AgentApi(
      Vertx vertx,
      OpenAPIContract contract,
      RequestReader requests,
      Map<String, ApiHandler> handlers) {
    this.vertx = vertx;
    this.contract = contract;
    this.requests = requests;
    this.handlers = handlers;
  }

  /**
   * What the API works with.
   *
   * @param lifetime how long the session cookie lasts; the same as the sessions'
   */
  public record Parts(
      Desk desk,
      TicketReader reader,
      Agents agents,
      Sessions sessions,
      Directory directory,
      OwnOrigin ownOrigin,
      BytesInFlight inFlight,
      SpoolSpace spool,
      AgentUploads uploads,
      PeerAddress peers,
      Duration lifetime) {}

  /**
   * Finds each operation's handler.
   *
   * @throws IllegalStateException where an operation has no handler or declares no permission: the
   *     gateway does not start
   */
  public static AgentApi create(Vertx vertx, ApiContract published, Parts parts) {
    Map<String, ApiHandler> handlers = handlers(vertx, parts);
    published.check(handlers.keySet());
    RequestReader requests =
        new RequestReader(
            vertx,
            new Admission(parts.sessions(), parts.ownOrigin()),
            parts.inFlight(),
            parts.spool());
    return new AgentApi(vertx, published.bound(), requests, handlers);
  }

  /** Adds the API's routes; what nobody else serves under {@code /api} is refused by them. */
  public void mount(Router router) {
    RouterBuilder builder = RouterBuilder.create(vertx, contract, requests);
    handlers.forEach(
        (operation, handler) -> {
          OpenAPIRoute route = Objects.requireNonNull(builder.getRoute(operation), operation);
          route.addHandler(context -> handle(context, handler));
        });
    router.route(API).handler(AgentApi::guard).failureHandler(this::fail);
    router.route("/*").subRouter(builder.createRouter());
    router.route(API).last().handler(this::unknown);
  }

  private static Map<String, ApiHandler> handlers(Vertx vertx, Parts parts) {
    SessionRoutes session =
        new SessionRoutes(
            parts.sessions(), parts.peers(), parts.lifetime(), parts.ownOrigin().secure());
    DirectoryRoutes directory = new DirectoryRoutes(parts.agents(), parts.directory());
    TicketRoutes tickets = new TicketRoutes(vertx, parts.reader());
    CommandRoutes commands = new CommandRoutes(vertx, parts.desk(), parts.directory());
    UploadRoutes uploads = new UploadRoutes(parts.uploads());
    return Map.ofEntries(
        Map.entry("uploadFile", uploads::upload),
        Map.entry("dropUpload", uploads::drop),
        Map.entry("signIn", session::signIn),
        Map.entry("whoAmI", session::whoAmI),
        Map.entry("signOut", session::signOut),
        Map.entry("listAgents", directory::listAgents),
        Map.entry("getConfig", directory::getConfig),
        Map.entry("listTickets", tickets::list),
        Map.entry("getTicket", tickets::get),
        Map.entry("patchTicket", commands::patch),
        Map.entry("replyToTicket", commands::reply),
        Map.entry("addNote", commands::note),
        Map.entry("sendAgain", commands::sendAgain),
        Map.entry("moveTicket", commands::move),
        Map.entry("nextTicket", new QueueRoutes(parts.desk())::next),
        Map.entry("getAttachment", new AttachmentRoutes(parts.reader())::get));
  }

  private static void handle(RoutingContext context, ApiHandler handler) {
    ValidatedRequest valid =
        Objects.requireNonNull(context.get(RouterBuilder.KEY_META_DATA_VALIDATED_REQUEST));
    ApiRequest request =
        new ApiRequest(
            context.request(),
            valid,
            RequestReader.agentOf(context),
            RequestReader.fileOf(context));
    PlainText.check("", request.body());
    handler
        .handle(request)
        .onSuccess(answer -> answer.send(context.response()))
        .onFailure(context::fail);
  }

  /** What every answer of the API carries, whatever it says. */
  private static void guard(RoutingContext context) {
    HttpServerResponse response = context.response();
    response.putHeader("X-Content-Type-Options", "nosniff");
    response.putHeader("Cache-Control", "no-store");
    context.next();
  }

  private void fail(RoutingContext context) {
    Throwable failure = context.failure();
    Throwable cause =
        failure != null && failure.getCause() instanceof ValidatorException refused
            ? refused
            : failure;
    Failure told =
        switch (cause) {
          case null -> Problem.ofStatus(context.statusCode());
          case ValidatorException refused -> ValidationProblem.of(refused);
          default -> Problem.of(cause);
        };
    Problem.send(context, told).onComplete(sent -> drain(context.request()));
  }

  /**
   * Lets the rest of a refused body pass by for a little while, so that the peer gets to read the
   * answer, and closes the connection of one that goes on sending.
   */
  private void drain(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.handler(chunk -> {}).resume();
      vertx.setTimer(
          LINGER_MILLIS,
          late -> {
            if (!request.isEnded()) {
              request.connection().close();
            }
          });
    }
  }

  private void unknown(RoutingContext context) {
    Path path = contract.findPath(context.request().path());
    if (path == null) {
      context.fail(
          new Failure(
              Failure.Kind.NOT_FOUND, "not-found", "there is nothing at this path; see /docs"));
      return;
    }
    String allow =
        path.getOperations().stream()
            .map(Operation::getHttpMethod)
            .map(Object::toString)
            .sorted()
            .collect(Collectors.joining(", "));
    context.response().putHeader("Allow", allow);
    context.fail(
        new Failure(
            Failure.Kind.METHOD_NOT_ALLOWED, "method-not-allowed", "this path takes " + allow));
  }
}
