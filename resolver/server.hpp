// ResolverServer: clients' queries over UDP and TCP, resolved and validated by worker threads (RFC
// 7766). What is asked and answered is decided in resolver/engine.
//
// Each worker has its own event loop, sockets and memory. Queries for the same question wait for
// one resolution, and equal queries to servers are one, within a worker: clients are spread over
// workers by their address and port, so a question is asked once in each worker at most.
#pragma once

#include <memory>

#include "resolver/config.hpp"

namespace vouch::resolver {

/// Made, started, reloaded and stopped by one thread.
class ResolverServer {
 public:
  /// Opens the sockets: UDP first, so that who can connect over TCP is answered over both. Errors:
  /// network_failure.
  static Result<std::unique_ptr<ResolverServer>> open(ResolveConfig config);

  ResolverServer(const ResolverServer&) = delete;
  ResolverServer& operator=(const ResolverServer&) = delete;
  /// Stops.
  ~ResolverServer();

  /// Starts the workers. After that no privilege can be given up any more.
  void start();
  /// Ends the workers; queries that have come are answered no more. No effect a second time.
  void stop();

  /// The addresses of the configuration, in its order, with the ports that are in use.
  const std::vector<net::SocketAddress>& addresses() const;

  /// Resolves by this configuration from now on, with empty memory; addresses, threads, user and
  /// TCP settings stay as they are.
  void reload(const ResolveConfig& config);

 private:
  struct State;
  explicit ResolverServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace vouch::resolver
