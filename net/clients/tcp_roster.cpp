#include "net/clients/tcp_roster.hpp"

namespace vouch::net {
namespace {

/// A client is one IPv4 address, or a network of one subscriber's.
constexpr BlockBits client_bits{32, 64};
constexpr BlockBits block_bits{24, 56};

/// How long a connection is left alone when more crowded blocks want its place, so that its first
/// query can come.
constexpr std::uint64_t grace_ms = 1000;

}  // namespace

struct TcpMember::Block {
  SocketAddress network;
  std::size_t count = 0;
  std::unordered_map<SocketAddress, std::size_t> clients;
  std::list<TcpMember*> waiting;  ///< the longest first
  std::list<TcpMember*> busy;     ///< the oldest first
  /// Where it stands in the roster's lists, as one node each that is moved between them.
  std::list<Block*> all_node{this};
  std::list<Block*> waiting_node{this};
  std::list<Block*>::iterator in_all = all_node.begin();
  std::list<Block*>::iterator in_waiting = waiting_node.begin();
};

TcpRoster::TcpRoster(const TcpBounds& bounds) : bounds_(bounds) {}
TcpRoster::~TcpRoster() = default;

std::size_t TcpRoster::count_of(const SocketAddress& newcomer) const {
  const auto found = blocks_.find(block_of(newcomer, block_bits));
  return found == blocks_.end() ? 0 : found->second.count;
}

bool TcpRoster::admits(const SocketAddress& newcomer) const {
  const auto found = blocks_.find(block_of(newcomer, block_bits));
  if (found == blocks_.end()) return true;
  const Block& block = found->second;
  const auto client = block.clients.find(block_of(newcomer, client_bits));
  return block.count < bounds_.per_block &&
         (client == block.clients.end() || client->second < bounds_.per_client);
}

TcpMember::Block* TcpRoster::top(const ByCount& blocks) {
  for (auto level = blocks.rbegin(); level != blocks.rend(); ++level) {
    if (!level->second.empty()) return level->second.front();
  }
  return nullptr;
}

TcpMember* TcpRoster::to_close_for(const SocketAddress& newcomer, std::uint64_t now_ms) const {
  const std::size_t own = count_of(newcomer);
  if (const Block* block = top(waiting_)) {
    TcpMember* longest = block->waiting.front();
    if (block->count >= own || now_ms - longest->waiting_since_ms_ >= grace_ms) return longest;
  }
  const Block* block = top(all_);
  return block && block->count > own + 1 && !block->busy.empty() ? block->busy.front() : nullptr;
}

// A block is in the lists while it has connections; levels without a block are dropped.
void TcpRoster::link(Block& block) {
  if (block.count == 0) return;
  Blocks& level = all_[block.count];
  level.splice(level.end(), block.all_node);
  if (block.waiting.empty()) return;
  Blocks& waiting_level = waiting_[block.count];
  waiting_level.splice(waiting_level.end(), block.waiting_node);
}

void TcpRoster::unlink(Block& block) {
  const auto take = [&](ByCount& levels, Blocks& node, Blocks::iterator place) {
    const auto level = levels.find(block.count);
    if (level == levels.end() || !node.empty()) return;
    node.splice(node.begin(), level->second, place);
    if (level->second.empty()) levels.erase(level);
  };
  take(all_, block.all_node, block.in_all);
  take(waiting_, block.waiting_node, block.in_waiting);
}

void TcpRoster::join(TcpMember& member, const SocketAddress& client, std::uint64_t now_ms) {
  Block& block = blocks_[block_of(client, block_bits)];
  if (block.count == 0) block.network = block_of(client, block_bits);
  unlink(block);
  member.block_ = &block;
  member.client_ = block_of(client, client_bits);
  member.is_busy_ = false;
  member.waiting_since_ms_ = now_ms;
  member.place_ = block.waiting.insert(block.waiting.end(), &member);
  ++block.clients[member.client_];
  ++block.count;
  ++size_;
  link(block);
}

void TcpRoster::leave(TcpMember& member) {
  if (!member.block_) return;
  Block& block = *std::exchange(member.block_, nullptr);
  unlink(block);
  (member.is_busy_ ? block.busy : block.waiting).erase(member.place_);
  const auto client = block.clients.find(member.client_);
  if (--client->second == 0) block.clients.erase(client);
  --size_;
  if (--block.count == 0) {
    blocks_.erase(SocketAddress(block.network));
  } else {
    link(block);
  }
}

void TcpRoster::set_busy(TcpMember& member) {
  if (!member.block_ || member.is_busy_) return;
  Block& block = *member.block_;
  unlink(block);
  block.busy.splice(block.busy.end(), block.waiting, member.place_);
  member.is_busy_ = true;
  link(block);
}

void TcpRoster::set_waiting(TcpMember& member, std::uint64_t now_ms) {
  if (!member.block_) return;
  Block& block = *member.block_;
  unlink(block);
  block.waiting.splice(block.waiting.end(), member.is_busy_ ? block.busy : block.waiting,
                       member.place_);
  member.is_busy_ = false;
  member.waiting_since_ms_ = now_ms;
  link(block);
}

}  // namespace vouch::net
