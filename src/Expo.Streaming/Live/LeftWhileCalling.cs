using Microsoft.AspNetCore.SignalR;

namespace Expo.Streaming.Live;

/// <summary>Who leaves while a call is at work stops it, and nobody waits for its answer: that is no fault to be logged.</summary>
internal sealed class LeftWhileCalling : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (OperationCanceledException) when (invocationContext.Context.ConnectionAborted.IsCancellationRequested)
        {
            return null;
        }
    }
}
