package io.longshore.internal.transport;

import java.io.Closeable;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one engine. Build requests with {@link #request}, and make calls with {@link #newCall}.
 *
 * <p>GET and HEAD are tried again if a kept connection turns out to be broken; any other request is sent at most once.
 * Each transport has its own pool, because OkHttp's pools do not tell socket factories apart and would hand a request
 * to the wrong engine. Thread-safe.
 */
public final class Transport implements Closeable {

  private static final int MAX_IDLE_CONNECTIONS = 16;
  private static final int KEEP_ALIVE_MINUTES = 5;

  private final EngineAddress address;
  private final HttpUrl url;
  private final String base;
  private final Headers headers;
  private final EngineSocketFactory sockets;
  private final ConnectionPool pool = CalmPool.create(MAX_IDLE_CONNECTIONS, KEEP_ALIVE_MINUTES, TimeUnit.MINUTES);
  private final OkHttpClient reads;
  private final OkHttpClient mutations;

  private Transport(EngineAddress address, Headers headers) {
    this.address = address;
    this.url = address.url();
    this.base = address.base();
    this.headers = headers;
    this.sockets = new EngineSocketFactory(address);
    LayeredTlsFactory tls = address instanceof EngineAddress.Tls t
        ? new LayeredTlsFactory(t.tls().context().getSocketFactory()) : null;
    Connections connections = new Connections(tls);
    // Every kept connection may be stale after an engine's restart, and other calls may return more in the meantime.
    KeptConnections kept = new KeptConnections(connections, pool, 2 * MAX_IDLE_CONNECTIONS);
    SendOnce sendOnce = new SendOnce(connections, kept);
    OkHttpClient common = client(tls).newBuilder().addInterceptor(kept::overConnections).build();
    this.reads = common.newBuilder().addNetworkInterceptor(kept::onOneConnection).build();
    this.mutations = common.newBuilder().retryOnConnectionFailure(false)
        .addNetworkInterceptor(sendOnce::onOneConnection).build();
  }

  /** Does not connect yet. */
  public static Transport open(EngineAddress address) {
    return open(address, Headers.of());
  }

  /** Does not connect yet. {@code headers} go with every request that {@link #request} starts. */
  public static Transport open(EngineAddress address, Headers headers) {
    return new Transport(address, headers);
  }

  /** The same way with connections of its own. Does not connect yet. */
  public Transport again() {
    return new Transport(address, headers);
  }

  public EngineAddress address() {
    return address;
  }

  /** What the requests' URLs start with. For a unix socket the host is a placeholder. */
  public HttpUrl url() {
    return url;
  }

  /** The URL of a path of the engine's, which is encoded and starts with a slash. */
  public HttpUrl.Builder url(String path) {
    return url.newBuilder().encodedPath(base.isEmpty() ? path : base + path);
  }

  /** A request with the headers that every one of them carries; whatever is set later replaces them. */
  public Request.Builder request(HttpUrl of) {
    Request.Builder started = new Request.Builder().url(of);
    return headers.size() == 0 ? started : started.headers(headers);
  }

  /** A call that keeps {@code timeouts}. Its response must be closed, or handed to {@link Duplex#of}. */
  public Call newCall(Request request, CallTimeouts timeouts) {
    boolean read = request.method().equals("GET") || request.method().equals("HEAD");
    Request.Builder prepared = request.newBuilder().tag(TimeoutInterceptors.Deadlines.class,
        TimeoutInterceptors.Deadlines.of(timeouts));
    if (request.header("Accept-Encoding") == null) {
      // OkHttp would ask for gzip, and engines then compress whole archives for a local socket.
      prepared.header("Accept-Encoding", "identity");
    }
    if (!read) {
      RequestBody body = request.body();
      prepared.method(request.method(), new OneShotBody(body == null ? RequestBody.EMPTY : body));
    }
    return (read ? reads : mutations).newCall(prepared.build());
  }

  /** Connections now open, in use or kept. */
  public int openConnections() {
    return sockets.openConnections();
  }

  /** Cancels every call, and ends every stream and upgraded connection with an exception. */
  @Override
  public void close() {
    reads.dispatcher().cancelAll();
    sockets.closeAll();
    pool.evictAll();
    reads.dispatcher().executorService().shutdown();
  }

  @Override
  public String toString() {
    return "Transport[" + address + "]";
  }

  private OkHttpClient client(@Nullable LayeredTlsFactory tls) {
    Dispatcher dispatcher = new Dispatcher();
    // Followed streams count as running calls, and the sixth call to a host would wait for them.
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    OkHttpClient.Builder builder = new OkHttpClient.Builder()
        .socketFactory(sockets)
        .connectionPool(pool)
        .dispatcher(dispatcher)
        .dns(address instanceof EngineAddress.Unix ? Transport::placeholderAddress : Dns.SYSTEM)
        // Otherwise the system's HTTP and SOCKS proxies capture local traffic.
        .proxy(Proxy.NO_PROXY)
        .protocols(List.of(Protocol.HTTP_1_1))
        .connectionSpecs(List.of(tls == null ? ConnectionSpec.CLEARTEXT : ConnectionSpec.MODERN_TLS))
        .followRedirects(false)
        .followSslRedirects(false)
        .fastFallback(false)
        .retryOnConnectionFailure(true)
        // OkHttp's own limits would wake a thread for every call; the socket keeps them.
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO);
    if (tls != null && address instanceof EngineAddress.Tls t) {
      builder.sslSocketFactory(tls, t.tls().trust());
      if (!t.tls().verify()) {
        builder.hostnameVerifier((host, session) -> true);
      }
    }
    return builder.build();
  }

  /** OkHttp insists on an address; the socket factory knows the path. */
  private static List<InetAddress> placeholderAddress(String host) throws UnknownHostException {
    return List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}));
  }
}
