package io.longshore.embedded.internal.network;

import io.longshore.embedded.internal.EngineError;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A subnet, and which of its addresses are in use. Not thread-safe. */
final class Subnet {
  private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*");
  private static final Pattern LONGEST_ZEROS = Pattern.compile("(^|:)0(:0)+(:|$)");

  private final BigInteger base;
  private final int bits;
  private final int length;
  private final Set<BigInteger> taken = new HashSet<>();

  private Subnet(BigInteger base, int bits, int length) {
    this.base = base;
    this.bits = bits;
    this.length = length;
  }

  /** Reads what is written as an address, a slash and a number of bits; null if it is malformed. */
  static @Nullable Subnet parse(String text) {
    String[] parts = text.split("/", 2);
    byte[] address = bytes(parts[0]);
    if (address == null || parts.length < 2 || !parts[1].matches("\\d{1,3}")) {
      return null;
    }
    int length = address.length * 8;
    int bits = Integer.parseInt(parts[1]);
    return bits > length ? null : new Subnet(new BigInteger(1, address), bits, length);
  }

  private static byte @Nullable [] bytes(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** Whether a text is an address of either family. */
  static boolean isAddress(String text) {
    return bytes(text) != null;
  }

  boolean isIpv6() {
    return length > 32;
  }

  int bits() {
    return bits;
  }

  private BigInteger size() {
    return BigInteger.ONE.shiftLeft(length - bits);
  }

  boolean hasHostBits() {
    return base.mod(size()).signum() != 0;
  }

  boolean contains(String address) {
    byte[] bytes = bytes(address);
    return bytes != null && bytes.length * 8 == length && contains(new BigInteger(1, bytes));
  }

  private boolean contains(BigInteger address) {
    return address.compareTo(base) >= 0 && address.compareTo(base.add(size())) < 0;
  }

  boolean contains(Subnet other) {
    return length == other.length && bits <= other.bits && contains(other.base);
  }

  boolean overlaps(Subnet other) {
    return length == other.length && (contains(other.base) || other.contains(base));
  }

  /** Takes an address of one's choice. */
  void take(String address) {
    byte[] bytes = bytes(address);
    if (bytes != null && !taken.add(new BigInteger(1, bytes))) {
      throw EngineError.forbidden("Address already in use");
    }
  }

  /** Takes the first free address of a part of this subnet; the first one of all is the network's own. */
  String takeFrom(Subnet part) {
    BigInteger end = part.base.add(part.size());
    BigInteger last = isIpv6() ? end : end.min(base.add(size()).subtract(BigInteger.ONE));
    BigInteger first = part.base.max(base.add(BigInteger.ONE));
    for (BigInteger next = first; next.compareTo(last) < 0; next = next.add(BigInteger.ONE)) {
      if (taken.add(next)) {
        return text(next);
      }
    }
    throw EngineError.failed("no available IPv" + (isIpv6() ? 6 : 4) + " addresses on this network's address pools");
  }

  void giveBack(String address) {
    byte[] bytes = bytes(address);
    if (bytes != null) {
      taken.remove(new BigInteger(1, bytes));
    }
  }

  private String text(BigInteger address) {
    byte[] bytes = new byte[length / 8];
    byte[] number = address.toByteArray();
    int count = Math.min(number.length, bytes.length);
    System.arraycopy(number, number.length - count, bytes, bytes.length - count, count);
    try {
      String plain = InetAddress.getByAddress(bytes).getHostAddress();
      return isIpv6() ? LONGEST_ZEROS.matcher(plain).replaceFirst("::") : plain;
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return text(base) + "/" + bits;
  }
}
