using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace Expo.Streaming.Ingest;

/// <summary>Stops the start when a setting cannot work, and names the setting.</summary>
internal sealed class StreamingOptionsCheck : IValidateOptions<StreamingOptions>
{
    public ValidateOptionsResult Validate(string? name, StreamingOptions options)
    {
        var problems = Annotations(options, StreamingOptions.Section).Concat(Ladder(options)).Concat(Address(options)).Concat(Room(options)).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Annotations(object value, string section)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(value, new ValidationContext(value), results, validateAllProperties: true);
        return results.Select(r => $"{section}:{r.MemberNames.FirstOrDefault()}: {r.ErrorMessage}");
    }

    private static IEnumerable<string> Ladder(StreamingOptions options)
    {
        var ladder = options.Renditions;
        for (var i = 0; i < ladder.Count; i++)
        {
            var section = $"{StreamingOptions.Section}:Ladder:{i}";
            foreach (var problem in Annotations(ladder[i], section))
            {
                yield return problem;
            }

            if (ladder[i].HasVideo != ladder[i].VideoKilobits > 0 || ladder[i].Height % 2 != 0)
            {
                yield return $"{section}: a picture needs an even Height and VideoKilobits; sound alone has neither.";
            }
        }

        if (ladder.Select(r => r.Name).Distinct(StringComparer.Ordinal).Count() != ladder.Count)
        {
            yield return $"{StreamingOptions.Section}:Ladder: two renditions have the same Name.";
        }

        if (ladder.Count(r => !r.HasVideo) > 1)
        {
            yield return $"{StreamingOptions.Section}:Ladder: only one rendition can be sound alone.";
        }
    }

    private static IEnumerable<string> Address(StreamingOptions options)
    {
        if (string.IsNullOrEmpty(options.IngestAddress))
        {
            yield break;
        }

        if (!IPAddress.TryParse(options.IngestAddress, out var address))
        {
            yield return $"{StreamingOptions.Section}:IngestAddress: '{options.IngestAddress}' is not an IP address.";
        }
        else if (!IPAddress.IsLoopback(address) && string.IsNullOrEmpty(options.Passphrase))
        {
            yield return $"{StreamingOptions.Section}:Passphrase must be set when {StreamingOptions.Section}:IngestAddress can be reached from outside.";
        }
    }

    private static IEnumerable<string> Room(StreamingOptions options)
    {
        if (options.StopBelowFreeMegabytes > options.WarnBelowFreeMegabytes)
        {
            yield return $"{StreamingOptions.Section}:StopBelowFreeMegabytes: must not be more than {StreamingOptions.Section}:WarnBelowFreeMegabytes.";
        }
    }
}
