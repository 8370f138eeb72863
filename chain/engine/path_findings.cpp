#include "chain/engine/path_findings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "chain/engine/zone_facts.hpp"

namespace vouch::chain {
namespace {

constexpr std::size_t max_servers = 1000;

std::string name_of(const Name& zone) { return zone.is_root() ? "the root" : zone.text(); }

std::vector<std::string> names(const std::vector<const ServerView*>& servers) {
  std::vector<std::string> list;
  for (const ServerView* each : servers) list.push_back(each->name);
  return list;
}

// The TC flag (RFC 1035 section 4.1.1).
bool is_cut(const Exchange& exchange) {
  constexpr std::size_t flags = 2;
  constexpr std::uint8_t tc = 0x02;
  return exchange.message.size() > flags && (exchange.message[flags] & tc) != 0;
}

std::tuple<std::string, Name, RRType> key_of(const Exchange& exchange) {
  return {exchange.server, exchange.question.name, exchange.question.type};
}

struct FailureWords {
  const char* code;
  const char* text;
  Concern concern;
  const char* fix;
};

FailureWords words_of(const ServerView& server) {
  if (server.lame > 0)
    return {"NOT_AUTHORITATIVE", "does not have the zone", Concern::servers,
            "Load the zone there, or take the server out of the NS RRset here and at the parent."};
  switch (server.main_failure()) {
    case FetchFailure::timeout:
      return {"SERVER_UNRESPONSIVE_UDP", "does not answer", Concern::path,
              "Ask it from another network. If it answers there, the path from here is at fault; "
              "if not, its operator has to bring it back."};
    case FetchFailure::unreachable:
      return {"NETWORK_ERROR", "can't be reached from here", Concern::path,
              "Ask it from another network. If it answers there, the path from here is at fault; "
              "if not, its operator has to bring it back."};
    case FetchFailure::truncated:
      return {"TRUNCATION_NO_TCP", "sends answers that are cut, and no whole ones by TCP",
              Concern::path,
              "See that TCP port 53 is open there and on the way (RFC 7766 section 5)."};
    case FetchFailure::malformed:
      return {"SERVER_INVALID_RESPONSE_UDP", "sends answers that can't be read", Concern::servers,
              "Look at what it runs, and at what stands before it."};
    case FetchFailure::servfail:
      return {"INVALID_RCODE", "refuses or fails", Concern::servers,
              "Look into its log: it may lack the zone, have let it expire, or refuse who asks."};
    default:
      return {"NO_RESPONSE", "was not asked: a limit on queries is reached", Concern::reader,
              "Ask again for this name alone."};
  }
}

}  // namespace

bool is_referral(const Message& message, const Question& question, const Name& zone) {
  if (!message.answer.empty() || message.rcode() != Rcode::NOERROR || message.header.aa)
    return false;
  bool leads_down = false;
  for (const Record& each : message.authority) {
    if (each.type == RRType::SOA) return false;
    leads_down = leads_down || (each.type == RRType::NS && each.owner.is_below(zone) &&
                                question.name.is_at_or_below(each.owner));
  }
  return leads_down;
}

// A resolver was asked with RD, which replies repeat.
bool is_lame(const Message& message, const Question& question, const Name& zone) {
  const bool is_of_zone = message.rcode() == Rcode::NOERROR || message.rcode() == Rcode::NXDOMAIN;
  return !message.header.rd && !message.header.aa && message.answer.empty() && is_of_zone &&
         !is_referral(message, question, zone);
}

FetchFailure ServerView::main_failure() const {
  const auto most = std::max_element(
      failures.begin(), failures.end(),
      [](const auto& left, const auto& right) { return left.second < right.second; });
  return most == failures.end() ? FetchFailure::none : most->first;
}

// A question may be asked again by TCP, or in another way; what was answered once was answered.
PathView::PathView(const Recording& recording) {
  for (const Exchange& each : recording.exchanges) {
    if (each.failure == FetchFailure::none && !is_cut(each)) answered_.insert(key_of(each));
  }
  for (const Exchange& each : recording.exchanges) {
    const bool has_failed = each.failure != FetchFailure::none || is_cut(each);
    if (!has_failed || answered_.count(key_of(each)) == 0) note(each);
  }
}

ServerView& PathView::server_of(const Exchange& exchange) {
  const auto found = std::find_if(servers_.begin(), servers_.end(), [&](const ServerView& each) {
    return each.zone == exchange.zone && each.server == exchange.server;
  });
  if (found != servers_.end()) return *found;
  servers_.push_back({exchange.zone, exchange.server, text_of_server(exchange)});
  return servers_.back();
}

void PathView::note(const Exchange& exchange) {
  if (exchange.server.empty() || servers_.size() >= max_servers) return;
  ServerView& server = server_of(exchange);
  ++server.asked;
  if (exchange.failure == FetchFailure::none) {
    note_answer(server, exchange);
  } else {
    ++server.failures[exchange.failure];
    server.failed = exchange.question;
  }
}

void PathView::note_answer(ServerView& server, const Exchange& exchange) {
  const auto message = Message::read(exchange.message);
  if (!message.ok() || message->header.tc) {
    ++server.failures[message.ok() ? FetchFailure::truncated : FetchFailure::malformed];
    server.failed = exchange.question;
    return;
  }
  by_resolver_ = by_resolver_ || message->header.rd;
  if (!message->header.rd && !message->header.aa && message->header.ra) ++server.recursive;
  const Rcode rcode = message->rcode();
  const bool is_answer =
      rcode == Rcode::NOERROR || rcode == Rcode::NXDOMAIN || rcode == Rcode::YXDOMAIN;
  if (!is_answer) {
    ++server.failures[FetchFailure::servfail];
    server.rcode = rcode;
    server.failed = exchange.question;
    return;
  }
  if (is_lame(*message, exchange.question, exchange.zone)) {
    ++server.lame;
    server.failed = exchange.question;
    return;
  }
  ++server.answered;
  if (!message->header.rd && !message->header.aa && !message->answer.empty()) ++server.from_cache;
  for (const Section section : {Section::answer, Section::authority}) {
    for (const Record& record : message->section(section)) {
      ++records_;
      if (record.type == RRType::RRSIG) ++signatures_;
    }
  }
}

std::vector<const ServerView*> PathView::servers_of(const Name& zone) const {
  std::vector<const ServerView*> list;
  for (const ServerView& each : servers_) {
    if (each.zone == zone) list.push_back(&each);
  }
  return list;
}

bool PathView::is_cut_off() const {
  return !servers_.empty() &&
         std::all_of(servers_.begin(), servers_.end(), [](const ServerView& each) {
           return each.is_dead() && each.lame == 0 &&
                  each.failures.count(FetchFailure::servfail) == 0;
         });
}

// The root's servers offer no recursion, and are authoritative or refer to others.
bool PathView::is_intercepted() const {
  const auto root = servers_of(Name());
  return !by_resolver_ && std::any_of(root.begin(), root.end(),
                                      [](const ServerView* each) { return each->recursive > 0; });
}

std::optional<Finding> PathView::main_finding() const {
  Finding finding;
  finding.concern = Concern::path;
  if (is_cut_off()) {
    finding.code = "NETWORK_ERROR";
    finding.text = by_resolver_ || servers_.size() == 1
                       ? "the server that was asked does not answer"
                       : "no server at all answers from here";
    finding.reference = "RFC 1035 section 4.2";
    finding.fix =
        "Look at the network here: whether UDP and TCP port 53 are let out, and whether there is a "
        "route. Nothing is known about any zone.";
  } else if (is_intercepted()) {
    finding.code = "INTERCEPTED";
    finding.text = "something on the way answers in place of the root's servers";
    finding.reference = "RFC 1035 section 4.1.1";
    finding.fix =
        "Look from another network, or by a resolver that you trust: `--server ADDR`. What is "
        "seen here is not what the zones' servers say, so nothing is to be changed in any zone.";
  } else if (is_stripped()) {
    finding.code = "UNABLE_TO_RETRIEVE_DNSSEC_RECORDS";
    finding.text = by_resolver_ ? "the resolver hands out no signatures"
                                : "no server of any zone sends signatures: something on the way "
                                  "takes them out";
    finding.reference = "RFC 4035 section 3.1";
    finding.fix = by_resolver_
                      ? "Ask a resolver that knows DNSSEC, or the authoritative servers: without "
                        "`--server`. Nothing is to be changed in any zone."
                      : "Look from another network, or by a resolver that you trust: `--server "
                        "ADDR`. Nothing is to be changed in any zone.";
  } else {
    return std::nullopt;
  }
  for (const ServerView& each : servers_) {
    const bool is_one = !is_intercepted() || each.recursive > 0;
    if (is_one && finding.servers.size() < 10) finding.servers.push_back(each.name);
  }
  return finding;
}

bool PathView::is_family_dead(bool v6) const {
  std::size_t count = 0;
  for (const ServerView& each : servers_) {
    if (is_v6(each.server) != v6) continue;
    ++count;
    const bool is_out =
        each.is_dead() && each.lame == 0 && each.failures.count(FetchFailure::servfail) == 0;
    if (!is_out) return false;
  }
  return count > 1;
}

void PathView::add_family(std::vector<Finding>& findings, bool v6) const {
  if (!is_family_dead(v6) || is_family_dead(!v6)) return;
  Finding finding;
  finding.code = v6 ? "NO_IPV6_HERE" : "NO_IPV4_HERE";
  finding.severity = Severity::notice;
  finding.concern = Concern::nobody;
  for (const ServerView& each : servers_) {
    if (is_v6(each.server) == v6) finding.servers.push_back(each.name);
  }
  finding.text =
      fmt::format("none of the {} {} addresses answers from here, so that they are not judged",
                  finding.servers.size(), v6 ? "IPv6" : "IPv4");
  if (finding.servers.size() > 10) finding.servers.resize(10);
  findings.push_back(std::move(finding));
}

Finding PathView::finding_of_server(const ServerView& server) const {
  const FailureWords words = words_of(server);
  Finding finding;
  finding.code = words.code;
  finding.severity = Severity::warning;
  finding.concern = words.concern;
  finding.zone = server.zone;
  finding.owner = server.failed.name;
  finding.type = server.failed.type;
  finding.servers = {server.name};
  finding.text = words.text;
  if (server.lame == 0 && server.rcode != Rcode::NOERROR) finding.text += ": " + text(server.rcode);
  if (!server.is_dead())
    finding.text += fmt::format(", {} of {} times; it answers the rest",
                                server.asked - server.answered, server.asked);
  finding.fix = words.fix;
  return finding;
}

std::vector<Finding> PathView::findings() const {
  std::vector<Finding> findings;
  add_family(findings, true);
  add_family(findings, false);
  for (const ServerView& each : servers_) {
    if (each.answered == each.asked) continue;
    const bool is_told = is_family_dead(is_v6(each.server)) && !is_cut_off();
    const auto others = servers_of(each.zone);
    const bool zone_is_dead = std::all_of(others.begin(), others.end(),
                                          [](const auto* other) { return other->is_dead(); });
    // A zone where nobody answers is told as one.
    if (!is_told && !zone_is_dead) findings.push_back(finding_of_server(each));
  }
  return findings;
}

// They answer other questions.
Finding PathView::partly_dead(const std::string& all, Finding finding) const {
  const bool is_big = finding.type == RRType::DNSKEY;
  finding.text = fmt::format("{} answer{} other questions, but not this one", all,
                             all.starts_with("the only") ? "s" : "");
  finding.concern = is_big ? Concern::path : Concern::servers;
  finding.fix = is_big ? "Large answers may be lost on the way: see that fragments of UDP, and TCP "
                         "port 53, get through (RFC 9715), and ask from another network."
                       : "Look into the logs of these servers, and at what stands before them.";
  return finding;
}

Finding PathView::unreachable(const Name& zone, Finding finding) const {
  const std::string name = name_of(zone);
  const auto servers = servers_of(zone);
  if (by_resolver_) {
    finding.text = "the resolver gives no answer, though it was asked not to validate";
    finding.fix =
        "Ask the authoritative servers, without `--server`: then it is seen which of them do not "
        "answer.";
    finding.concern = Concern::reader;
    return finding;
  }
  if (servers.empty()) {
    finding.code = "NO_ADDRESS_FOR_NS_NAME";
    finding.text = fmt::format("no address of a name server of {} is known", name);
    finding.fix = fmt::format(
        "Give the name servers of {0} addresses that can be found: A or AAAA records, and glue at "
        "the parent for those below {0}.",
        name);
    finding.concern = Concern::zone;
    return finding;
  }
  finding.servers = names(servers);
  const bool is_one = servers.size() == 1;
  const std::string all = is_one ? "the only server of " + name
                                 : fmt::format("all {} servers of {}", servers.size(), name);
  const auto refuses = [](const ServerView* each) {
    return each->lame > 0 || each->failures.count(FetchFailure::servfail) != 0;
  };
  const auto answers = [](const ServerView* each) { return !each->is_dead(); };
  if (std::any_of(servers.begin(), servers.end(), answers)) return partly_dead(all, finding);
  if (std::all_of(servers.begin(), servers.end(), refuses)) {
    const Rcode rcode = servers.front()->rcode;
    finding.code = servers.front()->lame > 0 ? "NOT_AUTHORITATIVE" : "INVALID_RCODE";
    finding.text = all + (is_one ? " does not serve it" : " do not serve it");
    if (rcode != Rcode::NOERROR) finding.text += fmt::format(" ({})", text(rcode));
    finding.fix = fmt::format(
        "Load {0} on the servers that its parent names, or correct the delegation: the NS records "
        "at the parent and in the zone.",
        name);
    finding.concern = Concern::servers;
    return finding;
  }
  finding.text = all + (is_one ? " does not answer from here" : " do not answer from here");
  finding.fix = fmt::format(
      "Ask from another network. If nobody reaches them, bring the servers of {} back, or correct "
      "the addresses in the delegation.",
      name);
  finding.concern = Concern::path;
  return finding;
}

}  // namespace vouch::chain
