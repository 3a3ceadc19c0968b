using System.ComponentModel.DataAnnotations;

namespace Expo.Core.Registration;

public sealed class RegistrationOptions
{
    public const string Section = "Registration";

    /// <summary>How many askers may wait for an answer at once; the next one is told to come again.</summary>
    [Range(100, 1_000_000)]
    public int QueueLength { get; set; } = 20_000;

    /// <summary>How many askers share one transaction at most.</summary>
    [Range(1, 5_000)]
    public int LargestBatch { get; set; } = 500;

    /// <summary>How often one network address may register. A whole hall may share one.</summary>
    [Range(1, 10_000_000)]
    public int FromOneAddressEachMinute { get; set; } = 120;

    /// <summary>Whether tickets that cost something can be paid for, and so be had at all. Not a setting of its own: payments say it.</summary>
    internal bool TakesMoney { get; set; } = true;

    /// <summary>How long a seat that must be paid for is held.</summary>
    [Range(typeof(TimeSpan), "00:30:00", "1.00:00:00")]
    public TimeSpan HoldUnpaidSeatFor { get; set; } = TimeSpan.FromHours(1);

    /// <summary>An email address that is registered already hears of it at most this often, however often it is typed.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan RepeatLetterAtMostEvery { get; set; } = TimeSpan.FromMinutes(10);
}
