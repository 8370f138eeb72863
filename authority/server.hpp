// AuthorityServer: zones from files, answered over UDP and TCP on every address, by worker threads
// that share nothing (RFC 7766, RFC 6891). What is answered is decided in authority/engine.
//
// Each worker has its own event loop, sockets and pointer to the snapshot of zones and policy; a
// reload makes a new snapshot and hands it to the loops, so that no query waits or is lost. Serves
// what is in the files; does not sign, transfer, or take updates.
#pragma once

#include <memory>

#include "authority/config.hpp"
#include "authority/engine/zone_set.hpp"

namespace vouch::authority {

/// Made, started, reloaded and stopped by one thread.
class AuthorityServer {
 public:
  /// Loads the zones, logging each and each problem, then opens the sockets: UDP first, so that who
  /// can connect over TCP is answered over both. A zone that can't be loaded is answered with
  /// SERVFAIL until a reload mends it. Errors: network_failure; bad_zone where no zone could be
  /// loaded.
  static Result<std::unique_ptr<AuthorityServer>> open(ServeConfig config);

  AuthorityServer(const AuthorityServer&) = delete;
  AuthorityServer& operator=(const AuthorityServer&) = delete;
  /// Stops.
  ~AuthorityServer();

  /// Starts the workers. After that no privilege can be given up any more.
  void start();

  /// Ends the workers; queries that have come are answered no more. No effect a second time.
  void stop();

  /// The addresses of the configuration, in its order, with the ports that are in use.
  const std::vector<net::SocketAddress>& addresses() const;

  /// Loads the zones of the configuration again, and answers from them and by its policy from now
  /// on. A zone whose file is broken keeps its old content, and the log says why. Addresses,
  /// threads, user and TCP settings stay as they are; the log says where they differ. Gives the
  /// number of zones with problems.
  std::size_t reload(const ServeConfig& config);

  /// The zones that are answered from now.
  const ZoneSet& zones() const;

 private:
  struct State;
  explicit AuthorityServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace vouch::authority
