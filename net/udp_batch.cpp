#include "net/udp_batch.hpp"

#include <poll.h>

#include <cerrno>
#include <cstring>

#include "net/native_socket.hpp"

namespace vouch::net {
namespace {

// The address that a datagram was sent to, from its control message; the wildcard where it has
// none.
SocketAddress local_of(const msghdr& message) {
  for (cmsghdr* control = CMSG_FIRSTHDR(&message); control != nullptr;
       control = CMSG_NXTHDR(const_cast<msghdr*>(&message), control)) {
    if (control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_PKTINFO) {
      in_pktinfo packet{};
      std::memcpy(&packet, CMSG_DATA(control), sizeof packet);
      std::array<std::uint8_t, 4> octets{};
      std::memcpy(octets.data(), &packet.ipi_addr, octets.size());
      return SocketAddress::v4(octets, 0);
    }
    if (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_PKTINFO) {
      in6_pktinfo packet{};
      std::memcpy(&packet, CMSG_DATA(control), sizeof packet);
      std::array<std::uint8_t, 16> octets{};
      std::memcpy(octets.data(), &packet.ipi6_addr, octets.size());
      const bool is_link_local = octets[0] == 0xfe && (octets[1] & 0xc0) == 0x80;
      return SocketAddress::v6(octets, 0, is_link_local ? packet.ipi6_ifindex : 0);
    }
  }
  return {};
}

template <typename Packet>
void put_control(msghdr& message, void* buffer, int level, int type, const Packet& packet) {
  message.msg_control = buffer;
  message.msg_controllen = CMSG_SPACE(sizeof packet);
  cmsghdr* control = CMSG_FIRSTHDR(&message);
  control->cmsg_level = level;
  control->cmsg_type = type;
  control->cmsg_len = CMSG_LEN(sizeof packet);
  std::memcpy(CMSG_DATA(control), &packet, sizeof packet);
}

// Makes the datagram leave from `local`; nothing for the wildcard.
void put_local(msghdr& message, void* buffer, const SocketAddress& local) {
  message.msg_control = nullptr;
  message.msg_controllen = 0;
  if (local.is_wildcard()) return;
  if (local.is_v6()) {
    in6_pktinfo packet{};
    std::memcpy(&packet.ipi6_addr, local.octets().data(), 16);
    packet.ipi6_ifindex = local.scope();
    put_control(message, buffer, IPPROTO_IPV6, IPV6_PKTINFO, packet);
  } else {
    in_pktinfo packet{};
    std::memcpy(&packet.ipi_spec_dst, local.octets().data(), 4);
    put_control(message, buffer, IPPROTO_IP, IP_PKTINFO, packet);
  }
}

// Waits a moment for space in a full send buffer, which a network card empties within microseconds.
bool wait_for_space(int descriptor) {
  static constexpr int longest_ms = 20;
  pollfd wanted{descriptor, POLLOUT, 0};
  return ::poll(&wanted, 1, longest_ms) == 1;
}

}  // namespace

UdpBatch::UdpBatch(std::size_t capacity, std::size_t max_datagram)
    : max_datagram_(max_datagram),
      buffer_(capacity * max_datagram),
      remotes_(capacity),
      controls_(capacity),
      vectors_(capacity),
      in_(capacity),
      replies_(capacity),
      out_controls_(capacity),
      out_vectors_(capacity),
      out_(capacity) {
  for (std::size_t i = 0; i < capacity; ++i) {
    vectors_[i] = {buffer_.data() + i * max_datagram, max_datagram};
    prepare(i);
  }
}

// The system writes lengths into the headers, so they are set anew for each use.
void UdpBatch::prepare(std::size_t i) {
  msghdr& header = in_[i].msg_hdr;
  header.msg_name = &remotes_[i];
  header.msg_namelen = sizeof remotes_[i];
  header.msg_iov = &vectors_[i];
  header.msg_iovlen = 1;
  header.msg_control = controls_[i].octets;
  header.msg_controllen = sizeof controls_[i].octets;
  header.msg_flags = 0;
}

std::size_t UdpBatch::receive(int descriptor) {
  for (std::size_t i = 0; i < received_; ++i) {
    prepare(i);
    replies_[i].clear();
  }
  received_ = 0;
  int count = 0;
  do {
    count = ::recvmmsg(descriptor, in_.data(), static_cast<unsigned>(in_.size()), MSG_DONTWAIT,
                       nullptr);
  } while (count < 0 && errno == EINTR);
  if (count > 0) received_ = static_cast<std::size_t>(count);
  return received_;
}

OctetView UdpBatch::datagram(std::size_t i) const {
  return {buffer_.data() + i * max_datagram_, in_[i].msg_len};
}

UdpPeer UdpBatch::peer(std::size_t i) const {
  return {SocketAddress::from_native(reinterpret_cast<const sockaddr&>(remotes_[i])),
          local_of(in_[i].msg_hdr)};
}

std::size_t UdpBatch::send_replies(int descriptor) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < received_; ++i) {
    if (replies_[i].empty()) continue;
    out_vectors_[count] = {replies_[i].data(), replies_[i].size()};
    msghdr& header = out_[count].msg_hdr;
    header = {};
    header.msg_name = &remotes_[i];
    header.msg_namelen = in_[i].msg_hdr.msg_namelen;
    header.msg_iov = &out_vectors_[count];
    header.msg_iovlen = 1;
    put_local(header, out_controls_[count].octets, local_of(in_[i].msg_hdr));
    ++count;
  }
  return send(descriptor, count);
}

// A datagram that the system refuses is passed over; the others go out.
std::size_t UdpBatch::send(int descriptor, std::size_t count) {
  std::size_t sent = 0;
  std::size_t at = 0;
  bool waited = false;
  while (at < count) {
    const int taken =
        ::sendmmsg(descriptor, out_.data() + at, static_cast<unsigned>(count - at), MSG_DONTWAIT);
    if (taken > 0) {
      at += static_cast<std::size_t>(taken);
      sent += static_cast<std::size_t>(taken);
      waited = false;
    } else if (errno == EINTR) {
      continue;
    } else if ((errno == EAGAIN || errno == ENOBUFS) && !waited) {
      waited = true;
      if (!wait_for_space(descriptor)) return sent;
    } else {
      ++at;
    }
  }
  return sent;
}

bool ask_for_local_addresses(int descriptor, bool is_v6) {
  const int on = 1;
  if (is_v6) return ::setsockopt(descriptor, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on) == 0;
  return ::setsockopt(descriptor, IPPROTO_IP, IP_PKTINFO, &on, sizeof on) == 0;
}

Result<void> send_datagram(int descriptor, const UdpPeer& peer, OctetView datagram) {
  SocketAddress::Native remote = peer.remote.native();
  iovec vector{const_cast<std::uint8_t*>(datagram.data()), datagram.size()};
  alignas(cmsghdr) std::uint8_t control[CMSG_SPACE(sizeof(in6_pktinfo))] = {};
  msghdr header{};
  header.msg_name = remote.pointer();
  header.msg_namelen = remote.size;
  header.msg_iov = &vector;
  header.msg_iovlen = 1;
  put_local(header, control, peer.local);
  bool waited = false;
  while (::sendmsg(descriptor, &header, MSG_DONTWAIT) < 0) {
    if (errno == EINTR) continue;
    const bool is_full = errno == EAGAIN || errno == ENOBUFS;
    if (!is_full || waited || !wait_for_space(descriptor))
      return network_error("can't send to", peer.remote);
    waited = true;
  }
  return {};
}

}  // namespace vouch::net
