// NativeSocket: a socket's descriptor with an owner, and the system calls that servers and clients
// share.
#pragma once

#include "net/address.hpp"

namespace vouch::net {

/// Owns a descriptor; closes it.
class NativeSocket {
 public:
  NativeSocket() = default;
  explicit NativeSocket(int descriptor) : descriptor_(descriptor) {}
  NativeSocket(NativeSocket&& other) noexcept : descriptor_(other.release()) {}
  NativeSocket& operator=(NativeSocket&& other) noexcept;
  ~NativeSocket() { close(); }

  int descriptor() const { return descriptor_; }
  int release();
  void close();

 private:
  int descriptor_ = -1;
};

enum class SocketKind : bool { datagram, stream };

/// A socket of the address's family that does not block. Errors: network_failure, limit_reached
/// where no more files may be open.
Result<NativeSocket> open_socket(const SocketAddress& address, SocketKind kind);

struct ListenOptions {
  bool share_port = false;         ///< SO_REUSEPORT: one socket for each worker thread
  std::size_t receive_buffer = 0;  ///< octets; 0 leaves the system's
};

/// A bound socket; IPv6 sockets take no IPv4. Errors: network_failure, naming the address and what
/// to do.
Result<NativeSocket> open_bound_socket(const SocketAddress& address, SocketKind kind,
                                       const ListenOptions& options);

/// The address and port that a socket is bound to.
SocketAddress bound_address(int descriptor);

/// Binds to the given address and a port drawn at random (RFC 5452 section 4.5). False where the
/// system refuses.
bool bind_random_port(int descriptor, const SocketAddress& address);

/// Whether this machine could send to the address, as far as its own tables say; nothing is sent.
bool has_route(const SocketAddress& address);

/// network_failure with the reason in errno.
Error network_error(std::string_view what, const SocketAddress& address);

}  // namespace vouch::net
