using Expo.Core.Data;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Expo.Web.Http;

internal static class Health
{
    public static IServiceCollection AddExpoHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<DatabaseAnswers>("database");
        return services;
    }

    /// <summary>
    /// <c>/health/live</c>: the process answers, nothing else is asked. <c>/health/ready</c>: its database answers as well;
    /// 503 otherwise, so that a proxy sends visitors elsewhere.
    /// </summary>
    public static void MapExpoHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        routes.MapHealthChecks("/health/ready");
        routes.MapPrometheusScrapingEndpoint("/metrics");
    }

    private sealed class DatabaseAnswers(ExpoStore store) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await store.ReadAsync(db => db.Database.CanConnectAsync(cancellationToken)) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The database does not answer.");
    }
}
