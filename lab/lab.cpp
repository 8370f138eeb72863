#include "lab/lab.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "daemon/lifecycle.hpp"
#include "lab/child_process.hpp"
#include "lab/stop_signal.hpp"
#include "net/clock.hpp"
#include "net/query_client.hpp"
#include "net/random.hpp"
#include "net/tcp_server.hpp"
#include "vouch/base/file.hpp"
#include "vouch/message/message.hpp"

namespace vouch::lab {
namespace {

constexpr std::uint64_t start_ms = 20'000;  ///< for all servers to be ready

class Lab {
 public:
  Lab(const LabOptions& options, const Print& print) : options_(options), print_(print) {}

  /// Leaves nothing behind but what was asked for: the files of --dir, and of a walk through that
  /// came to its end.
  Result<int> run();

 private:
  Result<void> choose_place();
  Result<void> make_zones();
  Result<void> start_servers();
  Result<void> start(const std::string& subcommand, const std::string& config);
  Result<void> wait_for(const std::string& address, const std::string& config);
  std::string reason_in_log(const std::string& config) const;
  Result<int> work();
  void clear_up(bool keeps_files);
  void print_zones() const;
  void print_how_to_ask() const;
  Result<int> serve();
  Result<int> walk();

  LabOptions options_;
  const Print& print_;
  StopSignal stop_;
  LabPlace place_;
  bool is_own_directory_ = false;  ///< made for this run alone
  std::string executable_;
  std::vector<ChildProcess> children_;
};

// A port that is free on all addresses of the lab.
std::uint16_t find_port() {
  constexpr unsigned tries = 100;
  for (unsigned i = 0; i < tries; ++i) {
    const auto port = static_cast<std::uint16_t>(20'000 + net::random_below(20'000));
    net::EventLoop loop;
    bool is_free = true;
    for (const char* address :
         {"127.53.0.1", "127.53.0.2", "127.53.0.3", "127.53.0.4", "127.53.0.53"}) {
      const auto parsed = net::SocketAddress::parse(address, port);
      is_free = is_free && parsed.ok() && net::TcpServer::open(loop, *parsed, {}).ok();
    }
    if (is_free) return port;
  }
  return 5300;
}

Result<void> Lab::choose_place() {
  VOUCH_TRY(executable_, own_executable());
  place_.now = net::now();
  place_.port = options_.port != 0 ? options_.port : find_port();
  std::error_code error;
  std::filesystem::path directory = options_.directory;
  if (directory.empty()) {
    const std::filesystem::path base = std::filesystem::temp_directory_path(error);
    directory = base / fmt::format("vouch-lab-{:08x}", net::random_u32());
    is_own_directory_ = true;
  }
  std::filesystem::create_directories(directory, error);
  if (error)
    return fail(ErrorCode::file_failure, "can't make the folder: " + error.message())
        .at(directory.string());
  place_.directory = std::filesystem::absolute(directory, error).lexically_normal().string();
  return {};
}

Result<void> Lab::make_zones() {
  const std::uint64_t begun = net::monotonic_ms();
  const std::vector<LabZone> zones = all_zones();
  VOUCH_CHECK(write_lab(place_, zones, [this](const std::string&) { return stop_.check(); }));
  print_(fmt::format("{} zones signed in {:.1f} s, in {}\n", zones.size(),
                     static_cast<double>(net::monotonic_ms() - begun) / 1000, place_.directory),
         Ink::plain);
  return {};
}

// What the server said last, which is why it ended.
std::string Lab::reason_in_log(const std::string& config) const {
  const std::string path = place_.path("logs/" + config + ".log");
  const auto log = read_file(path, std::size_t{1} << 20);
  std::string_view text = log.ok() ? std::string_view(*log) : std::string_view();
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  const std::size_t line = text.rfind('\n');
  if (line != std::string_view::npos) text.remove_prefix(line + 1);
  return text.empty() ? "it says nothing" : std::string(text);
}

Result<void> Lab::wait_for(const std::string& address, const std::string& config) {
  VOUCH_TRY(const net::SocketAddress server, net::SocketAddress::parse(address, place_.port));
  // Without RD, so that nothing is looked up for it.
  const Octets query =
      make_query(net::random_u16(), {Name(), RRType::SOA, RRClass::IN}, false).write();
  net::AskOptions options;
  options.transport = net::Transport::tcp;
  options.timeout_ms = 1000;
  options.tries = 1;
  const std::uint64_t until = net::monotonic_ms() + start_ms;
  while (net::monotonic_ms() < until) {
    VOUCH_CHECK(stop_.check());
    // Another program may answer at the address of a server that has ended.
    if (!children_.back().is_running()) break;
    if (net::ask(server, query, options).ok() && children_.back().is_running()) return {};
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  const bool is_slow = children_.back().is_running();
  return fail(ErrorCode::network_failure,
              is_slow ? "a server of the lab does not answer: " + reason_in_log(config)
                      : "a server of the lab could not start: " + reason_in_log(config))
      .at(server.text());
}

Result<void> Lab::start(const std::string& subcommand, const std::string& config) {
  VOUCH_TRY(ChildProcess child,
            ChildProcess::start({executable_, subcommand, "--config", place_.path(config)},
                                place_.path("logs/" + config + ".log")));
  children_.push_back(std::move(child));
  return {};
}

Result<void> Lab::start_servers() {
  for (const LabServer server : servers_with_zones()) {
    const std::string config = "serve-" + name_of(server) + ".toml";
    VOUCH_CHECK(start("serve", config));
    VOUCH_CHECK(wait_for(address_of(server), config));
  }
  VOUCH_CHECK(start("resolve", "resolve.toml"));
  return wait_for(resolver_address, "resolve.toml");
}

void Lab::print_zones() const {
  const auto table = [&](const char* heading, const std::vector<LabZone>& zones, Ink ink) {
    print_(fmt::format("\n{}\n", heading), Ink::strong);
    for (const LabZone& each : zones) {
      print_(fmt::format("  {:<32} {:<5}", each.ask, text(each.type)), ink);
      print_(fmt::format("{}\n", each.shows), Ink::plain);
    }
  };
  table("Secure", good_zones(), Ink::good);
  table("Insecure, and proven to be", insecure_zones(), Ink::faint);
  table("Broken", bad_zones(), Ink::bad);
}

void Lab::print_how_to_ask() const {
  print_("\nHow to ask\n", Ink::strong);
  const std::string server = fmt::format("@{} -p {}", resolver_address, place_.port);
  print_(fmt::format("  vouch dig {} www.example.com +dnssec\n"
                     "  vouch dig {} www.expired.test\n"
                     "  vouch dig {} www.wrong-ds.test +sigchase +validate +anchor={}\n"
                     "  vouch chain www.wrong-ds.test --root-hints {} --anchor {} --query-port {}\n"
                     "  delv {} -a {} +root=. www.example.com\n"
                     "  unbound -d -c {}\n",
                     server, server, server, place_.path("root.anchors"), place_.path("root.hints"),
                     place_.path("root.anchors"), place_.port, server, place_.path("delv.anchors"),
                     place_.path("unbound.conf")),
         Ink::plain);
}

Result<int> Lab::serve() {
  print_zones();
  print_how_to_ask();
  print_("\nCtrl-C ends it.\n", Ink::faint);
  net::EventLoop loop;
  const daemon::Lifecycle lifecycle(loop, {.stop = [&loop] { loop.stop(); }, .reload = [] {}});
  stop_.release();
  loop.run_until_stopped();
  print_("The lab has ended.\n", Ink::faint);
  return 0;
}

Result<int> Lab::walk() {
  print_(fmt::format("The resolver of the lab is at {}#{}, the root at {}#{}.\n", resolver_address,
                     place_.port, address_of(LabServer::root), place_.port),
         Ink::plain);
  VOUCH_TRY(const unsigned failures, walk_through(place_, executable_, print_, stop_));
  print_("\nThe pictures and pages\n", Ink::strong);
  for (const char* file : {"www.example.com.svg", "www.example.com.html", "www.wrong-ds.test.svg",
                           "www.wrong-ds.test.html"})
    print_("  " + place_.path(file) + "\n", Ink::plain);
  print_("\n`vouch lab` starts all of this again and leaves it to you.\n", Ink::faint);
  if (failures == 0) return 0;
  print_(fmt::format("{} of the commands did not show what they should.\n", failures), Ink::bad);
  return 1;
}

// Ends the servers first, which write to their logs.
void Lab::clear_up(bool keeps_files) {
  children_.clear();
  std::error_code error;
  if (is_own_directory_ && !keeps_files) std::filesystem::remove_all(place_.directory, error);
}

Result<int> Lab::run() {
  constexpr int interrupted = 130;
  auto ended = work();
  const bool is_interrupted = stop_.has_come();
  clear_up(options_.once && ended.ok());
  if (ended.ok() || !is_interrupted) return ended;
  print_("\nThe lab was interrupted, and has ended.\n", Ink::faint);
  return interrupted;
}

Result<int> Lab::work() {
  VOUCH_CHECK(choose_place());
  VOUCH_CHECK(make_zones());
  VOUCH_CHECK(start_servers());
  return options_.once ? walk() : serve();
}

}  // namespace

std::string zone_list() {
  std::string lines;
  for (const LabZone& each : all_zones()) {
    const ReasonRow& row = row_of(each.verdict);
    lines += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\n", each.apex, each.ask, text(each.type),
                         text(row.status), row.id,
                         row.ede ? std::to_string(static_cast<unsigned>(*row.ede)) : "-");
  }
  return lines;
}

Result<int> run_lab(const LabOptions& options, const Print& print) {
  return Lab(options, print).run();
}

}  // namespace vouch::lab
