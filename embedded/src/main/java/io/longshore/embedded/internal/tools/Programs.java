package io.longshore.embedded.internal.tools;

import io.longshore.embedded.Program;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.FileStat;
import io.longshore.embedded.internal.process.RunningProgram;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How programs are found and run by others. */
public final class Programs {
  /** What busybox has and the toolbox does not: a script must not take it for a system without it. */
  private static final Set<String> MISSING = Set.of(
      """
          [[ acpid add-shell addgroup adduser adjtimex ar arch arp arping ascii awk base32 base64 basename bc beep blkdiscard blkid
          blockdev bootchartd brctl bunzip2 busybox bzcat bzip2 cal chat chattr chgrp chpasswd chpst chroot chrt chvt cksum clear cmp
          comm conspy cpio crc32 crond crontab cryptpw cttyhack cut dc deallocvt delgroup deluser depmod devmem df dhcprelay diff
          dirname dmesg dnsd dnsdomainname dos2unix dpkg dpkg-deb du dumpkmap dumpleases ed egrep eject envdir envuidgid ether-wake
          expand expr factor fakeidentd fallocate fatattr fbset fbsplash fdflush fdformat fdisk fgconsole fgrep findfs flock fold free
          freeramdisk fsck fsck.minix fsfreeze fstrim fsync ftpd ftpget ftpput fuser getfattr getopt getty groups gunzip gzip
          halt hd hdparm hexdump hexedit hostid httpd hush hwclock i2cdetect i2cdump i2cget i2cset i2ctransfer ifconfig ifdown
          ifenslave ifplugd ifup inetd init inotifyd insmod install ionice iostat ip ipaddr ipcalc ipcrm ipcs iplink ipneigh iproute
          iprule iptunnel kbd_mode kill killall killall5 klogd last less link linux32 linux64 linuxrc loadfont loadkmap logger login
          logname logread losetup lpd lpq lpr lsattr lsmod lsof lspci lsscsi lsusb lzcat lzma lzop lzopcat makedevs makemime man
          md5sum mdev mesg microcom mim mkdosfs mke2fs mkfifo mkfs.ext2 mkfs.minix mkfs.vfat mknod mkpasswd mkswap mktemp modinfo
          modprobe more mount mountpoint mpstat mt nameif nanddump nandwrite nbd-client nc netcat netstat nice nl nmeter nohup nologin
          nproc nsenter nslookup ntpd nuke od openvt partprobe passwd paste patch pgrep pidof ping ping6 pipe_progress pivot_root
          pkill pmap popmaildir poweroff powertop printenv ps pscan pstree pwdx raidautorun rdate rdev readahead readprofile realpath
          reboot reformime remove-shell renice reset resize resume rev rfkill rmmod route rpm rpm2cpio rtcwake run-init run-parts
          runlevel runsv runsvdir rx script scriptreplay sed seedrng sendmail setarch setconsole setfattr setfont setkeycodes
          setlogcons setpriv setserial setsid setuidgid sha1sum sha3sum sha384sum sha512sum showkey shred shuf slattach smemcap
          softlimit split ssl_client ssl_server start-stop-daemon strings su sulogin sum sv svc svlogd svok swapoff swapon switch_root
          sync sysctl syslogd tac tail tar taskset tc tcpsvd telnet telnetd tftp tftpd time timeout top tr traceroute traceroute6 tree
          ts tsort ttysize tunctl tune2fs ubiattach ubidetach ubimkvol ubirename ubirmvol ubirsvol ubiupdatevol udhcpc udhcpc6 udhcpd
          udpsvd uevent umount uncompress unexpand uniq unit unix2dos unlink unlzma unlzop unshare unxz unzip uptime users usleep
          uudecode uuencode vconfig vi vlock volname w wall watch watchdog wget which who whois xargs xxd xz xzcat zcat zcip
          """
          .split("\\s+"));

  private Programs() {}

  /** A program by its name or by a usual path; null if there is none, refused if only busybox has it. */
  public static @Nullable Program find(RunningProgram process, String command) {
    boolean usual = command.matches("/(usr/)?(local/)?s?bin/[^/]+");
    String name = usual ? command.substring(command.lastIndexOf('/') + 1) : command;
    Program program = process.programs().get(name);
    if (program == null && MISSING.contains(name)) {
      throw new Refused("the program " + name);
    }
    return program;
  }

  /** Runs the program that a process is named after; a missing one is reported in the caller's name. */
  public static int run(RunningProgram process, String caller) throws Exception {
    String command = process.name();
    Program program = find(process, command);
    if (program != null) {
      return program.run(process);
    }
    FileStat stat = null;
    try {
      stat = command.contains("/") ? process.files().stat(command, true) : null;
    } catch (FileError e) {
      // Nothing is there.
    }
    if (stat != null && !stat.isFolder() && (stat.mode() & 0111) != 0) {
      throw new Refused("files as programs: run sh " + command);
    }
    process.stderr().print(caller + ": " + command + ": " + (stat == null ? "not found" : "Permission denied") + "\n");
    return stat == null ? 127 : 126;
  }
}
