package io.longshore.benchmarks;

import io.longshore.internal.transport.CallTimeouts;
import io.longshore.internal.transport.EngineAddress;
import io.longshore.internal.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Cold start of OkHttp over Longshore's transport: what nothing built on it can go below. The list is not even parsed.
 */
public final class ColdOkHttp {

  private ColdOkHttp() {}

  /** The argument is the engine's address. */
  public static void main(String[] args) throws IOException {
    try (Transport transport = Transport.open(new EngineAddress.Unix(Path.of(URI.create(args[0]).getPath())))) {
      HttpUrl url = transport.url().newBuilder("/containers/json?all=true&limit=" + ColdStart.CONTAINERS).build();
      try (Response response = transport.newCall(new Request.Builder().url(url).build(), CallTimeouts.NONE).execute()) {
        boolean whole = response.body().bytes().length > ColdStart.CONTAINERS;
        System.out.println((whole ? ColdStart.CONTAINERS : 0) + " " + Proc.kib("VmHWM"));
      }
    }
  }
}
