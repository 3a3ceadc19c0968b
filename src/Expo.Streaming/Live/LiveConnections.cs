using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging;

namespace Expo.Streaming.Live;

/// <summary>
/// Sends to groups without waiting for anybody. SignalR's own sending ends when the slowest of the group has taken the
/// message, so one connection that does not read would hold up all. The order stays: a connection writes what it is given
/// one after the other. Who lets too much wait is put out, and is told what was missed when it comes again.
/// </summary>
internal sealed class LiveConnections(ILogger<DefaultHubLifetimeManager<LiveHub>> log) : DefaultHubLifetimeManager<LiveHub>(log)
{
    /// <summary>Messages that may wait for one connection: several seconds of a busy session.</summary>
    internal const int MayWait = 50;

    private readonly Lock _change = new();
    private readonly Dictionary<string, Member> _members = [];
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, Member>> _groups = new();

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        lock (_change)
        {
            _members[connection.ConnectionId] = new Member(connection);
        }

        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        lock (_change)
        {
            if (_members.Remove(connection.ConnectionId, out var member))
            {
                foreach (var group in member.Groups)
                {
                    Remove(connection.ConnectionId, group);
                }
            }
        }

        return base.OnDisconnectedAsync(connection);
    }

    public override Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
    {
        lock (_change)
        {
            // A call may end after its connection has gone.
            if (_members.TryGetValue(connectionId, out var member) && member.Groups.Add(groupName))
            {
                // Small: most groups are one viewer's.
                _groups.GetOrAdd(groupName, _ => new(concurrencyLevel: 1, capacity: 1))[connectionId] = member;
            }
        }

        return Task.CompletedTask;
    }

    public override Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
    {
        lock (_change)
        {
            if (_members.TryGetValue(connectionId, out var member) && member.Groups.Remove(groupName))
            {
                Remove(connectionId, groupName);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Ends at once, whoever reads or does not. The caller keeps the order by sending one message after the other.</summary>
    public override Task SendGroupAsync(string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        if (_groups.TryGetValue(groupName, out var group))
        {
            // Put into bytes once for each protocol and not for each connection.
            var message = new SerializedHubMessage(new InvocationMessage(methodName, args));
            foreach (var (_, member) in group)
            {
                member.Send(message);
            }
        }

        return Task.CompletedTask;
    }

    public override Task SendGroupsAsync(IReadOnlyList<string> groupNames, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The live hub sends to one group at a time.");

    public override Task SendGroupExceptAsync(
        string groupName, string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The live hub sends to whole groups.");

    private void Remove(string connectionId, string groupName)
    {
        if (_groups.TryGetValue(groupName, out var group) && group.TryRemove(connectionId, out _) && group.IsEmpty)
        {
            _groups.TryRemove(groupName, out _);
        }
    }

    private sealed class Member(HubConnectionContext connection)
    {
        private int _waiting;

        public HashSet<string> Groups { get; } = [];

        public void Send(SerializedHubMessage message)
        {
            if (Volatile.Read(ref _waiting) >= MayWait)
            {
                connection.Abort();
                return;
            }

            var write = connection.WriteAsync(message).AsTask();
            if (!write.IsCompletedSuccessfully)
            {
                Interlocked.Increment(ref _waiting);
                _ = write.ContinueWith(Written, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }

        private void Written(Task write)
        {
            // A fault is the end of the connection, and SignalR has heard of it.
            _ = write.Exception;
            Interlocked.Decrement(ref _waiting);
        }
    }
}
