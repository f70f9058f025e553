package io.cdrwebhooks.emulators;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.gaul.shaded.org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.gaul.shaded.org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/// S3 on 127.0.0.1, where the exporter uploads and the receivers download: S3Proxy, embedded.
/// Addresses are path-style.
///
/// Signatures (version 4) are checked, also those of presigned URLs, and their expiry. A
/// [ForeignRequest] is refused. The default settings of the AWS CLI and of the Java SDK work over
/// plain http, with their checksums verified. Differences from S3: no bucket notification settings
/// (the listener takes their place), versions only in memory ([S3Settings]). A key is a path: a key
/// that no file can have, such as one with a segment of more than 210 bytes or with the name of a
/// folder, is answered with an error. Thread-safe.
public final class S3Emulator implements AutoCloseable {
  private static final long MAX_SIGNED_BODY_BYTES = 256L << 20;

  private final S3Proxy server;
  private final BlobStore store;

  private S3Emulator(S3Proxy server, BlobStore store) {
    this.server = server;
    this.store = store;
  }

  /// Starts an emulator, and returns when it listens. The listener gets every object from the first
  /// upload on.
  ///
  /// @throws EmulatorException when the port is taken or the directory cannot be used
  public static S3Emulator start(
      S3Settings settings, ObjectCreatedListener listener, InstantSource clock) {
    settings.directory().ifPresent(S3Emulator::prepare);
    BlobStore store =
        settings
            .directory()
            .<BlobStore>map(folder -> new FilesystemNio2BlobStore("" + folder.toAbsolutePath()))
            .orElseGet(TransientNio2BlobStore::new);
    settings.buckets().stream()
        .filter(bucket -> !store.containerExists(bucket))
        .forEach(bucket -> store.createContainer(bucket));
    BlobStore watched = new WatchedBlobStore(store, clock, listener);
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(watched)
            .endpoint(Ports.http(settings.port()))
            .awsAuthentication(
                AuthenticationType.AWS_V4, settings.accessKey().id(), settings.accessKey().secret())
            .ignoreUnknownHeaders(true)
            .v4MaxNonChunkedRequestSize(MAX_SIGNED_BODY_BYTES)
            // Stops at once, because clients' idle connections would use up any wait.
            .stopTimeout(0)
            .build();
    addFilters(server);
    S3Emulator emulator = new S3Emulator(server, watched);
    emulator.listen(settings.port());
    return emulator;
  }

  public URI endpoint() {
    return Ports.http(port());
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception failure) {
      throw new EmulatorException("S3Proxy did not stop: " + failure.getMessage(), failure);
    } finally {
      store.close();
    }
  }

  private void listen(int port) {
    try {
      server.start();
    } catch (Exception failure) {
      close();
      throw new EmulatorException(
          isTaken(failure)
              ? "S3Proxy can't listen on 127.0.0.1:%d: the port is taken by another process."
                  .formatted(port)
              : "S3Proxy did not start: " + failure.getMessage(),
          failure);
    }
  }

  private static boolean isTaken(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return true;
      }
    }
    return false;
  }

  /// Refuses each [ForeignRequest].
  private static void refuseForeign(
      ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    Optional<ForeignRequest> foreign =
        ForeignRequest.of(http.getHeader("Host"), http.getHeader("Origin"));
    if (foreign.isPresent()) {
      ((HttpServletResponse) response).setStatus(foreign.get().status());
    } else {
      chain.doFilter(request, response);
    }
  }

  /// Adds the filters. S3Proxy has no method for its HTTP server, so this reads its field.
  private static void addFilters(S3Proxy proxy) {
    try {
      Field field = S3Proxy.class.getDeclaredField("server");
      field.setAccessible(true);
      Server server = (Server) field.get(proxy);
      ServletContextHandler handler = server.getDescendant(ServletContextHandler.class);
      for (Filter filter : List.<Filter>of(S3Emulator::refuseForeign, new WholeBodyFilter())) {
        handler.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
      }
    } catch (ReflectiveOperationException changed) {
      throw new EmulatorException("S3Proxy must have a field for its server.", changed);
    }
  }

  /// Creates the directory and checks that it has extended attributes. Without them S3Proxy would
  /// drop metadata silently.
  private static void prepare(Path directory) {
    try {
      Files.createDirectories(directory, Ports.OWNER_ONLY);
      if (!Files.getFileStore(directory)
          .supportsFileAttributeView(UserDefinedFileAttributeView.class)) {
        throw new IOException("File system must have extended attributes: " + directory);
      }
    } catch (IOException failure) {
      throw new EmulatorException(
          "Objects can't be kept in %s: it must be a writable directory on a file system with extended attributes."
              .formatted(directory),
          failure);
    }
  }
}
