// TcpRoster: who is connected to a TcpServer, by address block, and whom to close for a newcomer
// (RFC 7766 section 6.2.3, RFC 9210 section 3.4).
//
// What counts is when a connection's last whole query was answered: octets that make no query do
// not keep it. Knows no sockets and no clock; joining, leaving and choosing cost as much with many
// connections as with few.
#pragma once

#include <list>
#include <map>
#include <unordered_map>

#include "net/clients/address_block.hpp"

namespace vouch::net {

struct TcpBounds {
  std::size_t connections = 1000;
  std::size_t per_client = 100;  ///< of one IPv4 address, or of one /64
  std::size_t per_block = 250;   ///< of one /24, or of one /56
};

class TcpRoster;

/// A connection, as the roster knows it. Does not move while it is in a roster.
class TcpMember {
 public:
  TcpMember() = default;
  TcpMember(const TcpMember&) = delete;
  TcpMember& operator=(const TcpMember&) = delete;

 private:
  friend class TcpRoster;
  struct Block;
  using Place = std::list<TcpMember*>::iterator;

  Block* block_ = nullptr;
  Place place_;
  SocketAddress client_;
  std::uint64_t waiting_since_ms_ = 0;
  bool is_busy_ = false;
};

/// One thread.
class TcpRoster {
 public:
  explicit TcpRoster(const TcpBounds& bounds);
  TcpRoster(const TcpRoster&) = delete;
  TcpRoster& operator=(const TcpRoster&) = delete;
  ~TcpRoster();

  std::size_t size() const { return size_; }
  bool is_full() const { return size_ >= bounds_.connections; }

  /// Whether the bounds on the newcomer's address and block let it in.
  bool admits(const SocketAddress& newcomer) const;

  /// The connection to be closed so that there is room for the newcomer, or null where none is to
  /// give way. First those that wait for their client: of the block with most of them connected
  /// the one that waits for longest, though not one that came this second for a newcomer of a more
  /// crowded block. Then, where all have queries to be answered, the oldest of a block that has
  /// more connections than the newcomer's would have.
  TcpMember* to_close_for(const SocketAddress& newcomer, std::uint64_t now_ms) const;

  /// A newcomer is waiting: for its client's first query.
  void join(TcpMember& member, const SocketAddress& client, std::uint64_t now_ms);
  /// Without effect on one that is not in the roster.
  void leave(TcpMember& member);

  /// The connection has queries whose answers the server owes.
  void set_busy(TcpMember& member);
  /// All answers are handed over, the last one now.
  void set_waiting(TcpMember& member, std::uint64_t now_ms);

 private:
  using Block = TcpMember::Block;
  using Blocks = std::list<Block*>;
  using ByCount = std::map<std::size_t, Blocks>;

  std::size_t count_of(const SocketAddress& newcomer) const;
  void link(Block& block);
  void unlink(Block& block);
  static Block* top(const ByCount& blocks);

  TcpBounds bounds_;
  std::size_t size_ = 0;
  std::unordered_map<SocketAddress, Block> blocks_;
  ByCount all_;  ///< by their number of connections
  ByCount
      waiting_;  ///< those that have waiting ones, of one number the longest in that state first
};

}  // namespace vouch::net
