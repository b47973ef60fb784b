package clients;

import static clients.OtherClients.check;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.PruneType;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.command.WaitContainerResultCallback;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a program with docker-java does. */
final class DockerJava {
  private DockerJava() {}

  public static void main(String[] args) throws Exception {
    DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
    try (DockerClient docker = DockerClientImpl.getInstance(
        config, new ZerodepDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build())) {
      docker.pingCmd().exec();
      check(docker.versionCmd().exec().getApiVersion() != null, "the version");
      check("linux".equals(docker.infoCmd().exec().getOsType()), "the system");
      networks(docker);
      containers(docker);
      check(docker.listImagesCmd().exec().size() > 0, "the images");
      check(docker.createVolumeCmd().withName("hold").exec().getName().equals("hold"), "the volume");
      docker.removeVolumeCmd("hold").exec();
    }
  }

  private static void networks(DockerClient docker) {
    Network bridge = docker.inspectNetworkCmd().withNetworkId("bridge").exec();
    check("bridge".equals(bridge.getDriver()), bridge);
    String id = docker.createNetworkCmd().withName("front").withCheckDuplicate(true)
        .withIpam(new Network.Ipam().withConfig(new Network.Ipam.Config().withSubnet("10.20.0.0/24"))).exec().getId();
    try {
      docker.createNetworkCmd().withName("front").withCheckDuplicate(true).exec();
      check(false, "two networks of one name");
    } catch (ConflictException e) {
      check(e.getHttpStatus() == 409, e);
    }
    String container = docker.createContainerCmd("busybox:local").withCmd("sleep", "1000").exec().getId();
    docker.startContainerCmd(container).exec();
    docker.connectToNetworkCmd().withNetworkId(id).withContainerId(container).exec();
    check(docker.inspectNetworkCmd().withNetworkId(id).exec().getContainers().containsKey(container), "not connected");
    docker.disconnectFromNetworkCmd().withNetworkId(id).withContainerId(container).exec();
    docker.removeContainerCmd(container).withForce(true).exec();
    check(docker.listNetworksCmd().withNameFilter("front").exec().size() == 1, "the list");
    docker.pruneCmd(PruneType.NETWORKS).exec();
    try {
      docker.inspectNetworkCmd().withNetworkId(id).exec();
      check(false, "it was not pruned");
    } catch (NotFoundException e) {
      check(e.getHttpStatus() == 404, e);
    }
  }

  private static void containers(DockerClient docker) throws Exception {
    String id = docker.createContainerCmd("busybox:local").withName("web").withEnv("TIER=front")
        .withExposedPorts(ExposedPort.tcp(80)).withLabels(Map.of("team", "harbor"))
        .withHostConfig(HostConfig.newHostConfig().withPortBindings(PortBinding.parse("127.0.0.1::80")))
        .withCmd("sh", "-c", "echo $TIER; echo err >&2; exit 7").exec().getId();
    docker.startContainerCmd(id).exec();
    int code = docker.waitContainerCmd(id).exec(new WaitContainerResultCallback()).awaitStatusCode(20, TimeUnit.SECONDS);
    check(code == 7, code);
    StringBuilder log = new StringBuilder();
    docker.logContainerCmd(id).withStdOut(true).withStdErr(true).exec(new ResultCallback.Adapter<Frame>() {
      @Override
      public void onNext(Frame frame) {
        log.append(frame.getStreamType()).append(':').append(new String(frame.getPayload()));
      }
    }).awaitCompletion(20, TimeUnit.SECONDS);
    check(log.toString().contains("STDOUT:front") && log.toString().contains("STDERR:err"), log);
    InspectContainerResponse inspect = docker.inspectContainerCmd(id).exec();
    check(inspect.getName().equals("/web") && inspect.getState().getExitCodeLong() == 7, inspect);
    check(docker.listContainersCmd().withShowAll(true).withLabelFilter(List.of("team")).exec().size() == 1, "the list");
    docker.removeContainerCmd(id).exec();
  }
}
