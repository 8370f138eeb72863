// UdpBatch: many datagrams in one system call, in and out (recvmmsg, sendmmsg), with the address
// that each was sent to.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <memory>
#include <vector>

#include "net/address.hpp"

namespace vouch::net {

/// Whom to answer and from which of this machine's addresses: enough to answer later.
struct UdpPeer {
  SocketAddress remote;
  SocketAddress
      local;  ///< the wildcard where the socket is bound to one address, which then serves
};

/// One thread at a time.
class UdpBatch {
 public:
  /// Room for `capacity` datagrams of up to `max_datagram` octets.
  UdpBatch(std::size_t capacity, std::size_t max_datagram);

  /// Takes what has come, without waiting; how many.
  std::size_t receive(int descriptor);
  /// Whether so many are all that fit, so that more may be waiting.
  bool is_full(std::size_t count) const { return count == in_.size(); }

  /// Of the i-th received. A datagram that did not fit is cut.
  OctetView datagram(std::size_t i) const;
  bool was_cut(std::size_t i) const { return (in_[i].msg_hdr.msg_flags & MSG_TRUNC) != 0; }
  UdpPeer peer(std::size_t i) const;

  /// The answer to the i-th received, empty at first; its memory is used again.
  Octets& reply(std::size_t i) { return replies_[i]; }

  /// Sends the replies that are not empty. Gives how many the system took; the others are lost, as
  /// datagrams may be.
  std::size_t send_replies(int descriptor);

 private:
  struct Control {
    alignas(cmsghdr) std::uint8_t octets[CMSG_SPACE(sizeof(in6_pktinfo))];
  };

  void prepare(std::size_t i);
  std::size_t send(int descriptor, std::size_t count);

  std::size_t max_datagram_;
  Octets buffer_;
  std::vector<sockaddr_storage> remotes_;
  std::vector<Control> controls_;
  std::vector<iovec> vectors_;
  std::vector<mmsghdr> in_;
  std::vector<Octets> replies_;
  std::vector<Control> out_controls_;
  std::vector<iovec> out_vectors_;
  std::vector<mmsghdr> out_;
  std::size_t received_ = 0;
};

/// Asks the system to say which address each datagram was sent to. False where it refuses.
bool ask_for_local_addresses(int descriptor, bool is_v6);

/// Sends one datagram, from the peer's local address where it says one. Errors: network_failure.
Result<void> send_datagram(int descriptor, const UdpPeer& peer, OctetView datagram);

}  // namespace vouch::net
