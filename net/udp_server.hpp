// UdpServer: datagrams to a handler and its answers back, in batches, from the address that was
// asked.
//
// Knows no DNS: what is a query and what is answered is the handler's matter.
#pragma once

#include <functional>
#include <memory>

#include "net/event_loop.hpp"
#include "net/udp_batch.hpp"

namespace vouch::net {

struct UdpServerOptions {
  std::size_t batch = 32;                ///< datagrams in one system call
  std::size_t max_datagram = 4096;       ///< octets; longer ones are dropped
  bool share_port = false;               ///< one server for each worker thread on the same address
  std::size_t receive_buffer = 1 << 20;  ///< octets that the system is asked to hold for us
};

struct UdpCounters {
  std::uint64_t received = 0;
  std::uint64_t dropped = 0;  ///< too long
  std::uint64_t sent = 0;
  std::uint64_t lost = 0;  ///< answers that the system did not take
};

/// To be used in its loop's thread; the loop must outlive it.
class UdpServer {
 public:
  /// Writes the answer into `reply`, which comes empty; leaves it empty where there is none, or
  /// none yet. The views last until it returns.
  using Handler = std::function<void(OctetView datagram, const UdpPeer& peer, Octets& reply)>;

  /// Listens on the address; port 0 takes any free port. Errors: network_failure.
  static Result<UdpServer> open(EventLoop& loop, const SocketAddress& address, Handler handler,
                                const UdpServerOptions& options = {});

  UdpServer(UdpServer&&) noexcept;
  UdpServer& operator=(UdpServer&&) noexcept;
  /// Closes the socket; what has come and was not handled is lost.
  ~UdpServer();

  /// The address with its port.
  const SocketAddress& address() const;

  /// Answers later, outside the handler. Errors: network_failure.
  Result<void> send(const UdpPeer& peer, OctetView datagram);

  UdpCounters counters() const;

 private:
  struct State;
  explicit UdpServer(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

}  // namespace vouch::net
