using Expo.Core.Agenda;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Questions;

internal static class QuestionMapping
{
    public static void MapQuestions(this ModelBuilder model)
    {
        model.Entity<Question>(question =>
        {
            question.ToTable("Questions", t => t.HasCheckConstraint("CK_Questions_Votes", "\"Votes\" >= 0"));
            question.HasOne<Session>().WithMany().HasForeignKey(q => q.SessionId);
            question.HasIndex(q => new { q.SessionId, q.State, q.AskedAt });
            question.HasIndex(q => new { q.SessionId, q.AskerKey });
            question.Property(q => q.Text).HasMaxLength(2000);
            question.Property(q => q.OriginalText).HasMaxLength(2000);
            question.Property(q => q.AskedBy).HasMaxLength(120);
            question.Property(q => q.AskerKey).HasMaxLength(64);
            question.Property(q => q.AnswerText).HasMaxLength(4000);
            question.Property(q => q.AnsweredBy).HasMaxLength(120);
            question.Property(q => q.ChangedBy).HasMaxLength(120);
            question.Property(q => q.Version).IsConcurrencyToken();
        });
        model.Entity<QuestionVote>(vote =>
        {
            vote.ToTable("QuestionVotes");
            vote.HasKey(v => new { v.QuestionId, v.VoterKey });
            vote.HasOne<Question>().WithMany().HasForeignKey(v => v.QuestionId);
            vote.Property(v => v.VoterKey).HasMaxLength(64);
        });
        model.Entity<SessionSequence>(sequence =>
        {
            sequence.ToTable("SessionSequences");
            sequence.HasKey(s => s.SessionId);
            sequence.HasOne<Session>().WithOne().HasForeignKey<SessionSequence>(s => s.SessionId);
        });
        model.Entity<SessionEvent>(e =>
        {
            e.ToTable("SessionEvents");
            e.HasKey(x => new { x.SessionId, x.Number });
            e.HasOne<Session>().WithMany().HasForeignKey(x => x.SessionId);
            e.HasOne<Question>().WithMany().HasForeignKey(x => x.QuestionId);
            e.Property(x => x.Kind).HasMaxLength(60);
        });
    }
}
